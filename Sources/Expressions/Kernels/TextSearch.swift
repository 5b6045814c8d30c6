import Bytes
import Table

/// Texts in texts, byte by byte: in UTF-8 a character's bytes stand nowhere but in that character.
///
/// Swift's own search goes by what people see as one character, so it finds no line feed in `\r\n`.
enum TextSearch {
  /// Where a text stands in another, from the left, without overlap; nowhere if it is empty.
  static func places(of wanted: Span<UInt8>, in text: Span<UInt8>) -> [Range<Int>] {
    guard wanted.count > 0 else { return [] }
    var found: [Range<Int>] = []
    var at = 0
    while at + wanted.count <= text.count {
      if stands(wanted, at: at, in: text) {
        found.append(at..<at + wanted.count)
        at += wanted.count
      } else {
        at += 1
      }
    }
    return found
  }

  static func stands(_ wanted: Span<UInt8>, at start: Int, in text: Span<UInt8>) -> Bool {
    for index in wanted.indices where text[start + index] != wanted[index] { return false }
    return true
  }

  /// A column of texts that `body` appends row by row; null where it says false or there is no text.
  static func assembled(
    _ column: Column, _ count: Int, _ body: (Span<UInt8>, Int, ByteBuffer) -> Bool
  ) -> Column {
    let (buffer, slices) = column.texts(count)
    let result = ByteBuffer(capacity: count * 16)
    let texts = slices.enumerated().map { row, slice -> Slice in
      guard slice.isPresent else { return .null }
      let start = result.count
      guard body(buffer.bytes(slice), row, result) else { return .null }
      return Slice(start: start, length: result.count - start)
    }
    return Column(.string, .text(result, texts))
  }
}
