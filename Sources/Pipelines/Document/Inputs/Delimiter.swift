import StageKit
import Table

/// The byte between two fields.
public struct Delimiter: OptionValue, Equatable {
  public let byte: UInt8

  public static func decode(_ node: Node) throws(Problems) -> Delimiter {
    switch node.scalar {
    case "tab", "\\t", "\t": return Delimiter(byte: 0x09)
    case let text?:
      // Line ends, quotes and what is not ASCII cannot stand between fields.
      if let byte = text.utf8.first, text.utf8.count == 1, byte >= 0x20, byte < 0x7f, byte != 0x22 {
        return Delimiter(byte: byte)
      }
    case nil: break
    }
    throw .wrongShape(
      node, expected: "one ASCII character, or `tab`", hint: "for example: delimiter: \";\"")
  }
  public static var shape: Shape { .text }
  public var written: String? {
    byte == 0x09 ? "tab" : "\"" + String(UnicodeScalar(byte)) + "\""
  }
}
