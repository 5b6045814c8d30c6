import Table

/// A name with its place; `*` and `?` in it stand for any and for one character.
public struct NamePattern: OptionValue {
  public let text: String
  public let place: Place

  public init(_ text: String, at place: Place) {
    self.text = text
    self.place = place
  }

  public static func decode(_ node: Node) throws(Problems) -> NamePattern {
    NamePattern(try String.decode(node), at: node.place)
  }

  public static var shape: Shape { .named("column or pattern") }
  public var written: String? { text }

  public var hasWildcard: Bool { text.contains("*") || text.contains("?") }

  /// Whether the whole name fits.
  public func matches(_ name: String) -> Bool {
    hasWildcard ? NamePattern.matches(Array(name)[...], Array(text)[...]) : name == text
  }

  private static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>)
    -> Bool
  {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    if first == "*" {
      return (0...name.count).contains { matches(name.dropFirst($0), rest) }
    }
    guard let next = name.first, first == "?" || first == next else { return false }
    return matches(name.dropFirst(), rest)
  }

  /// The positions that a pattern names in a schema.
  ///
  /// - Throws: that it names none, with a suggestion.
  public func positions(in schema: Schema) throws(Problems) -> [Int] {
    let found = schema.fields.indices.filter { matches(schema[$0].name) }
    if found.isEmpty {
      throw Problems(
        Problem(
          .unknownColumn,
          hasWildcard ? "no column matches `\(text)`" : "there is no column `\(text)`", at: place,
          hint: Suggestion.hint(for: text, among: schema.names)))
    }
    return found
  }
}
