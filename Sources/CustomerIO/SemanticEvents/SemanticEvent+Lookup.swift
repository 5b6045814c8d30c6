extension SemanticEvent {
  /// The event of exactly that name, or of another one that vendor documents have for it.
  public static func named(_ name: String) -> SemanticEvent? { byName[name] }

  /// The event that a name differs from only in case, blanks, hyphens or underscores, or that prose calls so.
  ///
  /// - Returns: nil for a name that is an event's own.
  public static func near(_ name: String) -> SemanticEvent? {
    byName[name] == nil ? byFolded[folded(name)] : nil
  }

  private static let byName = Dictionary(
    all.flatMap { event in ([event.name] + event.otherNames).map { ($0, event) } },
    uniquingKeysWith: { first, _ in first })

  private static let byFolded: [String: SemanticEvent] = {
    var events: [String: SemanticEvent] = [:]
    for event in all {
      for name in [event.name] + event.otherNames + event.misnomers
      where events[folded(name)] == nil {
        events[folded(name)] = event
      }
    }
    return events
  }()

  private static func folded(_ name: String) -> String {
    String(name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" })
  }
}
