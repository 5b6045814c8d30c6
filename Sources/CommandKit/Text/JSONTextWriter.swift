/// Writes JSON values by RFC 8259 into one text.
struct JSONTextWriter {
  private(set) var text = ""
  /// Spaces a level; nil writes one line.
  private let indent: Int?
  private var depth = 0

  init(indent: Int?) { self.indent = indent }

  /// A number that JSON cannot spell (infinite, not a number) becomes null.
  mutating func write(_ value: JSONText) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .double(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): write(string: value)
    case .array(let values):
      write(values, between: ("[", "]")) { writer, value in writer.write(value) }
    case .object(let members):
      write(members, between: ("{", "}")) { writer, member in
        writer.write(string: member.name)
        writer.text += writer.indent == nil ? ":" : ": "
        writer.write(member.value)
      }
    }
  }

  private mutating func write<Item>(
    _ items: [Item], between brackets: (String, String),
    item: (inout JSONTextWriter, Item) -> Void,
  ) {
    text += brackets.0
    depth += 1
    for (index, value) in items.enumerated() {
      if index > 0 { text += "," }
      breakLine()
      item(&self, value)
    }
    depth -= 1
    if !items.isEmpty { breakLine() }
    text += brackets.1
  }

  private mutating func breakLine() {
    guard let indent else { return }
    text += "\n" + String(repeating: " ", count: depth * indent)
  }

  /// Escapes the quote, the backslash and U+0000 to U+001F, which is all that RFC 8259 asks for.
  private mutating func write(string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
