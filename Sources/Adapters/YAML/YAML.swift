import Bytes

/// YAML 1.1 with the core schema's tags, as libyaml reads it, within bounds that no honest file meets.
public enum YAML {
  /// Longer documents are refused.
  public static let maximumBytes = 16 << 20
  /// Nodes once aliases are expanded.
  public static let maximumNodes = 100_000
  /// Collections inside of one another.
  public static let maximumDepth = 100

  /// Reads a file's only document; scalars stay text, and their meaning is the caller's.
  ///
  /// - Throws: ``YAMLError`` for a syntax error, text that is not UTF-8, a second document, a tag
  ///   outside of the core schema, an unknown alias, or a document past the bounds above.
  public static func parse(_ bytes: Span<UInt8>) throws(YAMLError) -> YAMLDocument {
    guard bytes.count <= maximumBytes else {
      throw YAMLError(
        message:
          "the document has \(bytes.count) bytes, more than the \(maximumBytes) that are read",
        position: YAMLPosition(offset: 0, line: 1, column: 1))
    }
    var builder = YAMLBuilder(events: YAMLEventReader(bytes))
    return try builder.document()
  }

  /// Reads a text that is already in memory, with the same bounds.
  public static func parse(_ text: String) throws(YAMLError) -> YAMLDocument {
    try parse(ByteBuffer(text).bytes)
  }
}
