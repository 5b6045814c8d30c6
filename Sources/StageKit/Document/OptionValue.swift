import Table

/// A type that an option in a document can have: how it is read, described and written as a default.
public protocol OptionValue: Sendable {
  /// - Throws: what is wrong with the node, with its place.
  static func decode(_ node: Node) throws(Problems) -> Self
  static var shape: Shape { get }
  /// As it would be written in YAML; nil where a default says nothing.
  var written: String? { get }
}

/// The shape of an option for the JSON Schema and the reference page.
public indirect enum Shape: Sendable, Equatable {
  case text
  case integer
  case boolean
  case choice([String])
  /// An expression, an order or a type is text with a name of its own.
  case named(String)
  case list(Shape)
  case map(Shape)
  case either([Shape])
  case any

  /// As the reference page names it.
  public var title: String {
    switch self {
    case .text: "text"
    case .integer: "whole number"
    case .boolean: "true or false"
    case .choice(let names): names.map { "`\($0)`" }.joined(separator: " \\| ")
    case .named(let name): name
    case .list(let shape): "list of \(shape.title)"
    case .map(let shape): "map of name to \(shape.title)"
    case .either(let shapes): shapes.map(\.title).joined(separator: " or ")
    case .any: "anything"
    }
  }
}

extension Problems {
  /// An option that is not of its shape.
  public static func wrongShape(_ node: Node, expected: String, hint: String? = nil) -> Problems {
    let found = node.scalar.map { "\"\($0)\"" } ?? node.shapeName
    return Problems(
      Problem(.wrongShape, "expected \(expected), found \(found)", at: node.place, hint: hint))
  }
}

extension String: OptionValue {
  public static func decode(_ node: Node) throws(Problems) -> String {
    guard let text = node.scalar else { throw .wrongShape(node, expected: "a single value") }
    return text
  }
  public static var shape: Shape { .text }
  public var written: String? { self }
}

extension Int: OptionValue {
  public static func decode(_ node: Node) throws(Problems) -> Int {
    guard case .scalar(let text, false) = node.value,
      let number = Int(text.filter { $0 != "_" })
    else { throw .wrongShape(node, expected: "a whole number") }
    return number
  }
  public static var shape: Shape { .integer }
  public var written: String? { String(self) }
}

extension Bool: OptionValue {
  public static func decode(_ node: Node) throws(Problems) -> Bool {
    guard case .scalar(let text, false) = node.value else {
      throw .wrongShape(node, expected: "true or false")
    }
    switch text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default:
      throw .wrongShape(node, expected: "true or false")
    }
  }
  public static var shape: Shape { .boolean }
  public var written: String? { String(self) }
}

extension Optional: OptionValue where Wrapped: OptionValue {
  public static func decode(_ node: Node) throws(Problems) -> Wrapped? {
    node.isNull ? nil : try Wrapped.decode(node)
  }
  public static var shape: Shape { Wrapped.shape }
  public var written: String? { self?.written }
}

/// A single value stands for a list of one.
extension Array: OptionValue where Element: OptionValue {
  public static func decode(_ node: Node) throws(Problems) -> [Element] {
    var found: [Element] = []
    var problems: [Problem] = []
    for item in node.items ?? [node] {
      do throws(Problems) { found.append(try Element.decode(item)) } catch {
        problems += error.all
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return found
  }
  public static var shape: Shape { .either([Element.shape, .list(Element.shape)]) }
  public var written: String? {
    isEmpty ? nil : "[" + compactMap(\.written).joined(separator: ", ") + "]"
  }
}

/// An enumeration whose raw values are the words of the document.
public protocol Choice: OptionValue, RawRepresentable, CaseIterable where RawValue == String {}

extension Choice {
  public static func decode(_ node: Node) throws(Problems) -> Self {
    let text = try String.decode(node)
    if let choice = Self(rawValue: text) { return choice }
    let names = allCases.map(\.rawValue)
    throw Problems(
      Problem(
        .badChoice, "\"\(text)\" is not one of the choices", at: node.place,
        hint: Suggestion.hint(for: text, among: names)))
  }
  public static var shape: Shape { .choice(allCases.map(\.rawValue)) }
  public var written: String? { rawValue }
}

extension ValueType: Choice {}
