/// A JSON value to be written, its keys in the order given.
///
/// ```swift
/// let report: JSONText = ["name": "persons", "rows": 12, "clean": true, "parts": ["a", "b"]]
/// print(report.pretty)
/// ```
public enum JSONText: Sendable, Equatable {
  /// One key of an object with its value.
  public struct Member: Sendable, Equatable {
    /// The key, not yet escaped.
    public let name: String
    /// What it stands for.
    public let value: JSONText

    /// A key with its value.
    public init(_ name: String, _ value: JSONText) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case integer(Int)
  case double(Double)
  case string(String)
  case array([JSONText])
  case object([Member])

  /// A text, or null.
  public static func optional(_ text: String?) -> JSONText { text.map(JSONText.string) ?? .null }

  /// A number, or null.
  public static func optional(_ number: Int?) -> JSONText { number.map(JSONText.integer) ?? .null }

  /// A list of texts.
  public static func strings(_ texts: some Sequence<String>) -> JSONText {
    .array(texts.map(JSONText.string))
  }

  /// On one line, without spaces and without a final line end.
  public var compact: String {
    var writer = JSONTextWriter(indent: nil)
    writer.write(self)
    return writer.text
  }

  /// On many lines, indented by two spaces, with a final line end; an empty list or object stays on
  /// its line.
  public var pretty: String {
    var writer = JSONTextWriter(indent: 2)
    writer.write(self)
    return writer.text + "\n"
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONText...) { self = .array(elements) }
  /// Keeps the keys in the order written, also when one is written twice.
  public init(dictionaryLiteral elements: (String, JSONText)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
