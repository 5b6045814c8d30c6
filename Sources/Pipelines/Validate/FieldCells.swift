import Bytes
import Table

/// One field of many records as text, with the first byte that each value had in JSON.
///
/// A text of CSV counts as a JSON string. The text of an object or array is its JSON.
struct FieldCells {
  let buffer: ByteBuffer
  var slices: [Slice]
  /// 0 where there is no value.
  var firsts: [UInt8]

  /// - Parameter slices: JSON texts, each a valid value.
  init(json slices: [Slice], in buffer: ByteBuffer) {
    self.buffer = buffer
    self.slices = slices
    firsts = [UInt8](repeating: 0, count: slices.count)
    let bytes = buffer.bytes
    for row in slices.indices where slices[row].count > 0 {
      firsts[row] = bytes[slices[row].range.lowerBound]
    }
    buffer.unescapeJSON(&self.slices)
  }

  init(text slices: [Slice], in buffer: ByteBuffer) {
    self.buffer = buffer
    self.slices = slices
    firsts = slices.map { $0.isPresent ? 0x22 : 0 }
  }

  /// The cells of a column that a reader made.
  init?(_ column: Column) {
    switch column.values {
    case .json(let buffer, let slices): self.init(json: slices, in: buffer)
    case .text(let buffer, let slices): self.init(text: slices, in: buffer)
    case .constant(_, let count):
      self.init(
        text: [Slice](repeating: .missing, count: count), in: ByteBuffer(capacity: 0))
    case .pruned, .integers, .doubles, .booleans, .instants: return nil
    }
  }

  /// Whether the row has a value of at least one byte.
  func isFilled(_ row: Int) -> Bool { slices[row].count > 0 }

  /// Where the row's JSON object lies, if its value is one.
  func object(_ row: Int) -> Range<Int>? { firsts[row] == 0x7b ? slices[row].range : nil }

  /// Whether two rows have the same text.
  func isSame(_ left: Int, _ right: Int) -> Bool {
    let a = slices[left].range
    let b = slices[right].range
    guard a.count == b.count else { return false }
    let bytes = buffer.bytes
    for index in 0..<a.count
    where bytes[a.lowerBound &+ index] != bytes[b.lowerBound &+ index] {
      return false
    }
    return true
  }

  /// The beginning of a text, for a message.
  func shown(_ row: Int) -> String {
    let text = buffer.text(slices[row])
    return text.utf8.count > 60 ? String(text.prefix(40)) + "…" : text
  }
}
