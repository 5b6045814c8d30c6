import Table

/// An order that has been read: `updated DESC NULLS LAST, id`.
public struct OrderBy: Sendable {
  /// As it is written.
  public let text: String
  private let place: Place?
  private let terms: [OrderTerm]

  /// - Throws: what is wrong with its syntax.
  public static func parse(_ text: String, at place: Place?) throws(Problems) -> OrderBy {
    do throws(SyntaxFault) {
      return OrderBy(text: text, place: place, terms: try Parser.parseOrder(text))
    } catch {
      throw Problems(Problem(error, at: place, in: text))
    }
  }

  /// - Throws: all mistakes in all terms.
  public func bind(to schema: Schema) throws(Problems) -> BoundOrder {
    var binder = Binder(schema: schema, place: place, text: text)
    let bound = terms.map { term in
      BoundOrder.Term(
        expression: BoundExpression(binder.bind(term.syntax)), isDescending: term.isDescending,
        nullsFirst: term.nullsFirst)
    }
    if !binder.problems.isEmpty { throw Problems(binder.problems) }
    return BoundOrder(terms: bound)
  }
}

/// An order whose terms are typed; nulls come last ascending and first descending unless it says otherwise.
public struct BoundOrder: Sendable {
  /// One key of the order; the first that tells two rows apart decides.
  public struct Term: Sendable {
    public let expression: BoundExpression
    public let isDescending: Bool
    public let nullsFirst: Bool
  }

  public let terms: [Term]
}
