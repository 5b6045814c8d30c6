import StageKit
import Table

/// The byte around fields that hold delimiters or line breaks.
public enum QuoteMark: OptionValue, Equatable {
  /// Quotes are bytes like any other.
  case none
  case byte(UInt8)

  public static func decode(_ node: Node) throws(Problems) -> QuoteMark {
    guard let text = node.scalar else {
      throw .wrongShape(node, expected: "one ASCII character, or `none`")
    }
    if text == "none" { return .none }
    guard let byte = text.utf8.first, text.utf8.count == 1, byte > 0x20, byte < 0x7f else {
      throw .wrongShape(
        node, expected: "one ASCII character, or `none`", hint: "for example: quote: \"'\"")
    }
    return .byte(byte)
  }
  public static var shape: Shape { .text }
  public var written: String? {
    switch self {
    case .none: "none"
    case .byte(let byte): "'" + String(UnicodeScalar(byte)) + "'"
    }
  }
}
