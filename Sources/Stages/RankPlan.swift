import Expressions

/// A ranking whose columns are positions.
struct RankPlan: Sendable {
  /// What a row's record carries beside its key.
  enum Part: Sendable {
    case order(OrderKeyTerm)
    /// Whether an expression has a value.
    case presence(BoundExpression)
  }

  /// What makes a column; parts by position.
  enum Column: Sendable {
    case numbering(RankColumns.Style, by: [Int])
    /// Rows where a part has a value; all rows without one.
    case count(of: Int?)
  }

  var keys: [BoundExpression]
  private(set) var parts: [Part] = []
  private(set) var columns: [Column] = []

  /// Adds a column; what another column is ordered by as well, such as a last term that makes the order total, is
  /// carried once.
  mutating func number(_ style: RankColumns.Style, by terms: [OrderKeyTerm]) {
    columns.append(.numbering(style, by: terms.map { part(of: $0) }))
  }

  mutating func count(_ expression: BoundExpression?) {
    columns.append(.count(of: expression.map { _ in parts.count }))
    if let expression { parts.append(.presence(expression)) }
  }

  private mutating func part(of term: OrderKeyTerm) -> Int {
    let known = parts.firstIndex { part in
      if case .order(let other) = part { other.isSameColumn(as: term) } else { false }
    }
    if let known { return known }
    parts.append(.order(term))
    return parts.count - 1
  }
}
