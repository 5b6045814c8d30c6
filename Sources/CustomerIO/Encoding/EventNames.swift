import Bytes
import Table

/// Looks event names up: blanks around them, names that Customer.io acts upon, names that almost are.
struct EventNames: Sendable {
  private enum Verdict: Sendable {
    case fine
    case blanks
    case acted(String)
    case near(String)
  }

  private let allowsSemanticEvents: Bool
  private let isSemantic: Bool

  init(_ layout: MessageLayout) {
    allowsSemanticEvents = layout.allowsSemanticEvents
    isSemantic = layout.severity(.semanticEventName) != nil
  }

  /// Names repeat, so each distinct one is looked at about once: a small table remembers verdicts by hash.
  func check(_ cells: TextCells, field: String, _ checks: inout RowChecks) {
    let hashes = hash128(of: cells.slices, in: cells.buffer)
    var keys = [Hash128](repeating: Hash128(low: 0, high: 0), count: 256)
    var verdicts = [Verdict](repeating: .fine, count: 256)
    var isFine = [Bool](repeating: false, count: 256)
    for row in hashes.indices where cells.slices[row].count > 0 {
      let hash = hashes[row]
      let slot = Int(hash.low & 255)
      if keys[slot] == hash {
        if isFine[slot] { continue }
      } else {
        keys[slot] = hash
        verdicts[slot] = verdict(cells.text(row))
        if case .fine = verdicts[slot] { isFine[slot] = true } else { isFine[slot] = false }
      }
      switch verdicts[slot] {
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
      }
    }
  }

  /// What is wrong with a name that every row has.
  func problem(with name: String) -> (code: RuleCode, message: String)? {
    switch verdict(name) {
    case .acted(let name):
      (.semanticEventName, "\"\(name)\" is an event that Customer.io acts upon")
    case .fine, .blanks, .near: nil
    }
  }

  private func verdict(_ name: String) -> Verdict {
    if isSemantic, let event = SemanticEvent.named(name) {
      return event.isActedUpon && !allowsSemanticEvents ? .acted(name) : .fine
    }
    if let first = name.unicodeScalars.first, let last = name.unicodeScalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    {
      return .blanks
    }
    if isSemantic, let near = SemanticEvent.near(name) { return .near(near.name) }
    return .fine
  }
}
