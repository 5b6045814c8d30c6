import Bytes

/// Writes one JSON value, indented by two blanks, members in the order they are given.
struct JSONWriter {
  private let buffer = ByteBuffer(capacity: 4096)
  private var depth = 0
  /// Whether the innermost open value has members yet.
  private var hasMembers = [false]

  var text: String { buffer.text }

  mutating func open(_ bracket: String) {
    buffer.append(bracket)
    depth += 1
    hasMembers.append(false)
  }

  mutating func close(_ bracket: String) {
    depth -= 1
    if hasMembers.removeLast() { newLine() }
    buffer.append(bracket)
  }

  /// Begins an element of a list.
  mutating func element() { separate() }

  mutating func key(_ name: String) {
    separate()
    buffer.append(jsonString: name)
    buffer.append(": ")
  }

  mutating func member(_ name: String, _ text: String) {
    key(name)
    buffer.append(jsonString: text)
  }

  mutating func member(_ name: String, _ number: Int) {
    key(name)
    buffer.append(String(number))
  }

  mutating func member(_ name: String, _ number: Double) {
    key(name)
    buffer.append("\(number)")
  }

  mutating func value(_ text: String) { buffer.append(jsonString: text) }

  private mutating func separate() {
    if hasMembers[hasMembers.count - 1] { buffer.append(",") }
    hasMembers[hasMembers.count - 1] = true
    newLine()
  }

  private func newLine() { buffer.append("\n" + String(repeating: "  ", count: depth)) }
}
