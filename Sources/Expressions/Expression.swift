import Table

/// An expression that has been read; it knows no columns yet.
public struct Expression: Sendable {
  /// As it is written.
  public let text: String
  let place: Place?
  let syntax: Syntax
  /// The whole text that this expression is a part of; ranges of syntax count from its start.
  let source: String

  /// Reads an expression.
  ///
  /// - Parameter place: where the text stands in the document.
  /// - Throws: what is wrong with its syntax, pointing into the text.
  public static func parse(_ text: String, at place: Place?) throws(Problems) -> Expression {
    do throws(SyntaxFault) {
      let syntax = try Parser.parse(text)
      return Expression(text: text, place: place, syntax: syntax, source: text)
    } catch {
      throw Problems(Problem(error, at: place, in: text))
    }
  }

  /// Every column it names.
  public var columnNames: Set<String> { syntax.columnNames }

  /// Resolves its columns and types.
  ///
  /// - Throws: all mistakes at once: unknown columns and functions, types that do not go together.
  public func bind(to schema: Schema) throws(Problems) -> BoundExpression {
    var binder = Binder(schema: schema, place: place, text: source)
    let bound = binder.bind(syntax)
    if !binder.problems.isEmpty { throw Problems(binder.problems) }
    return BoundExpression(bound)
  }

  /// Parts the top-level `x IN (SELECT c FROM input WHERE …)` terms from the rest.
  public func splittingSemiJoins() -> (rest: Expression?, joins: [SemiJoin]) {
    var joins: [SemiJoin] = []
    let rest = split(syntax, &joins)
    if joins.isEmpty { return (self, []) }
    return (rest.map(part), joins)
  }

  private func split(_ syntax: Syntax, _ joins: inout [SemiJoin]) -> Syntax? {
    switch syntax.form {
    case .inSelect(let left, let select, let isNegated):
      joins.append(
        SemiJoin(
          left: part(left), input: select.input, column: select.column,
          condition: select.condition.map(part), isNegated: isNegated))
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

  /// A part of this expression on its own.
  private func part(_ syntax: Syntax) -> Expression {
    let bytes = Array(source.utf8)
    let text = String(decoding: bytes[syntax.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    return Expression(text: text, place: place, syntax: syntax, source: source)
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
  init(_ fault: SyntaxFault, at place: Place?, in text: String) {
    self.init(
      .expressionSyntax, fault.message, at: place?.advanced(by: fault.offset, in: text),
      hint: fault.hint)
  }
}

extension Place {
  /// The place some bytes further on in a text that begins here.
  ///
  /// In a later line only the line is known: the document's indentation is not part of the text.
  func advanced(by bytes: Int, in text: String) -> Place {
    var place = self
    let breaks = text.utf8.prefix(bytes).count { $0 == 0x0a }
    place.line = line.map { $0 + breaks }
    place.column = breaks > 0 ? nil : column.map { $0 + bytes }
    return place
  }
}
