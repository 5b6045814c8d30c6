/// Texts in texts, byte by byte: in UTF-8 a character's bytes stand nowhere but in that character.
///
/// Swift's own search goes by what people see as one character, so it finds no line feed in `\r\n`.
enum TextSearch {
  static func stands(_ wanted: Span<UInt8>, at start: Int, in text: Span<UInt8>) -> Bool {
    for index in wanted.indices where text[start + index] != wanted[index] { return false }
    return true
  }
}
