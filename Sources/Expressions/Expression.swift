import Table

/// An expression that has been read; it knows no columns yet.
public struct Expression: Sendable {
  /// As it is written.
  public let text: String
  let place: Place?
  let syntax: Syntax

  /// Reads an expression.
  ///
  /// - Parameter place: where the text stands in the document.
  /// - Throws: what is wrong with its syntax, pointing into the text.
  public static func parse(_ text: String, at place: Place?) throws(Problems) -> Expression {
    do throws(SyntaxFault) {
      return Expression(text: text, place: place, syntax: try Parser.parse(text))
    } catch {
      throw Problems(Problem(error, at: place))
    }
  }

  /// Every column it names.
  public var columnNames: Set<String> { syntax.columnNames }

  /// Resolves its columns and types.
  ///
  /// - Throws: all mistakes at once: unknown columns and functions, types that do not go together.
  public func bind(to schema: Schema) throws(Problems) -> BoundExpression {
    var binder = Binder(schema: schema, place: place, text: text)
    let bound = binder.bind(syntax)
    if !binder.problems.isEmpty { throw Problems(binder.problems) }
    return BoundExpression(bound)
  }

  /// Parts the top-level `x IN (SELECT c FROM input WHERE …)` terms from the rest.
  public func splittingSemiJoins() -> (rest: Expression?, joins: [SemiJoin]) {
    var joins: [SemiJoin] = []
    let rest = split(syntax, &joins)
    if joins.isEmpty { return (self, []) }
    return (rest.map { Expression(text: slice($0.range), place: place, syntax: $0) }, joins)
  }

  private func split(_ syntax: Syntax, _ joins: inout [SemiJoin]) -> Syntax? {
    switch syntax.form {
    case .inSelect(let left, let select, let isNegated):
      joins.append(
        SemiJoin(
          left: Expression(text: slice(left.range), place: place, syntax: left),
          input: select.input, column: select.column,
          condition: select.condition.map {
            Expression(text: select.conditionText ?? slice($0.range), place: place, syntax: $0)
          }, isNegated: isNegated))
      return nil
    case .binary(.and, let left, let right):
      switch (split(left, &joins), split(right, &joins)) {
      case (let left?, let right?):
        return Syntax(form: .binary(.and, left, right), range: syntax.range)
      case (let one?, nil), (nil, let one?): return one
      case (nil, nil): return nil
      }
    default: return syntax
    }
  }

  private func slice(_ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range.clamped(to: 0..<text.utf8.count)], as: UTF8.self)
  }
}

/// A condition that another input has, or has not, a row with that key.
public struct SemiJoin: Sendable {
  /// The key on this side.
  public let left: Expression
  public let input: String
  /// The key on the other side.
  public let column: String
  /// Which of the other side's rows take part.
  public let condition: Expression?
  /// `NOT IN`.
  public let isNegated: Bool
}

extension Problem {
  init(_ fault: SyntaxFault, at place: Place?) {
    self.init(
      .expressionSyntax, fault.message, at: place?.advanced(by: fault.offset), hint: fault.hint)
  }
}

extension Place {
  /// The place some bytes further on in the same line.
  func advanced(by bytes: Int) -> Place {
    var place = self
    place.column = column.map { $0 + bytes }
    return place
  }
}
