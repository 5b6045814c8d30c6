import Expressions
import Table

/// One term of an order, ready to be evaluated.
struct OrderKeyTerm: Sendable {
  var expression: BoundExpression
  var isDescending: Bool
  var nullsFirst: Bool

  /// Whether both are the same column in the same order; of what is computed it cannot be told.
  func isSameColumn(as other: OrderKeyTerm) -> Bool {
    expression.columnIndex != nil && expression.columnIndex == other.expression.columnIndex
      && isDescending == other.isDescending && nullsFirst == other.nullsFirst
  }

  func evaluated(_ batch: Batch, _ problems: inout [RowProblem]) -> OrderKey.Term {
    OrderKey.Term(
      column: expression.evaluate(batch, &problems), isDescending: isDescending,
      nullsFirst: nullsFirst)
  }
}

extension BoundOrder {
  /// The terms as stages evaluate them.
  var orderKeyTerms: [OrderKeyTerm] {
    terms.map {
      OrderKeyTerm(
        expression: $0.expression, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
    }
  }
}
