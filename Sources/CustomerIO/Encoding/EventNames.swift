import Bytes
import Synchronization
import Table

/// Looks event names up: blanks around them, names that Customer.io acts upon, names that almost are.
final class EventNames: Sendable {
  private enum Verdict: Sendable {
    case fine
    case blanks
    case acted(String)
    case near(String)
    /// The event's properties are not what the catalog says.
    case mistyped(property: String, message: String)
  }

  /// Names repeat, so each distinct one is looked at about once: a small table remembers verdicts by hash.
  private struct Seen {
    var keys = [Hash128](repeating: Hash128(low: 0, high: 0), count: 256)
    var verdicts = [Verdict](repeating: .fine, count: 256)
    var isFine = [Bool](repeating: false, count: 256)
  }

  /// Each batch works on a copy: what another one puts in its place meanwhile is only looked up again.
  private let seen = Mutex(Seen())
  private let allowsSemanticEvents: Bool
  private let isSemantic: Bool
  private let attributes: [MessageLayout.Attribute]

  init(_ layout: MessageLayout) {
    attributes = layout.attributes
    allowsSemanticEvents = layout.allowsSemanticEvents
    isSemantic = layout.severity(.semanticEventName) != nil
  }

  func check(_ cells: TextCells, field: String, _ checks: inout RowChecks) {
    let hashes = hash128(of: cells.slices, in: cells.buffer)
    var seen = self.seen.withLock { $0 }
    var hasNew = false
    for row in hashes.indices where cells.slices[row].count > 0 {
      let hash = hashes[row]
      let slot = Int(hash.low & 255)
      if seen.keys[slot] == hash {
        if seen.isFine[slot] { continue }
      } else {
        seen.keys[slot] = hash
        seen.verdicts[slot] = verdict(cells.text(row))
        seen.isFine[slot] = if case .fine = seen.verdicts[slot] { true } else { false }
        hasNew = true
      }
      switch seen.verdicts[slot] {
      case .fine: break
      case .blanks:
        checks.broke(
          .eventNameBlanks, row: row, field: field,
          "\"\(cells.excerpt(row))\" begins or ends with a blank")
      case .acted(let name):
        checks.broke(
          .semanticEventName, row: row, field: field,
          "\"\(name)\" is an event that Customer.io acts upon")
      case .near(let name):
        checks.broke(
          .nearSemanticEventName, row: row, field: field,
          "\"\(cells.excerpt(row))\" is not the semantic event \"\(name)\"")
      case .mistyped(let property, let message):
        checks.broke(.semanticProperty, row: row, field: property, message)
      }
    }
    if hasNew { self.seen.withLock { [seen] in $0 = seen } }
  }

  /// What is wrong with a name that every row has.
  func problem(with name: String) -> (code: RuleCode, message: String)? {
    switch verdict(name) {
    case .acted(let name):
      (.semanticEventName, "\"\(name)\" is an event that Customer.io acts upon")
    case .fine, .blanks, .near, .mistyped: nil
    }
  }

  private func verdict(_ name: String) -> Verdict {
    let trimmed = EventNames.trimmed(name)
    if isSemantic, let event = SemanticEvent.named(trimmed) {
      // Blanks around a name are no way past: Customer.io trims them.
      if event.isActedUpon, !allowsSemanticEvents { return .acted(trimmed) }
      if trimmed == name { return properties(of: event) ?? .fine }
    }
    if trimmed != name { return .blanks }
    if isSemantic, let near = SemanticEvent.near(name) { return .near(near.name) }
    return .fine
  }

  private static func trimmed(_ name: String) -> String {
    let scalars = name.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// The first property that is not there, or whose column is of another type than the catalog says.
  private func properties(of event: SemanticEvent) -> Verdict? {
    for property in event.properties {
      guard let column = attributes.first(where: { $0.name == property.name }) else {
        if property.isRequired {
          return .mistyped(
            property: property.name,
            message: "\"\(event.name)\" needs the property `\(property.name)`")
        }
        continue
      }
      if property.takes(column.source.type) { continue }
      return .mistyped(
        property: property.name,
        message: "`\(property.name)` of \"\(event.name)\" is a \(column.source.type.rawValue); "
          + "expected \(property.kind.rawValue)")
    }
    return nil
  }
}
