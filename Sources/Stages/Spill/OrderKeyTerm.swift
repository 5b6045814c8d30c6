import Expressions
import Table

/// One term of an order, ready to be evaluated.
struct OrderKeyTerm: Sendable {
  var expression: BoundExpression
  var isDescending: Bool
  var nullsFirst: Bool

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
