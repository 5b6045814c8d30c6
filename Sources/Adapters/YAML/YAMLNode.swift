/// One value of a YAML document and where it stands.
public struct YAMLNode: Sendable {
  /// How a scalar was written, which decides whether `no` is a word or a truth value.
  public enum Style: Sendable {
    /// Without quotes: may be a number, a truth value or null.
    case plain
    /// In single or double quotes, or tagged `!!str`: always text.
    case quoted
    /// After `|` or `>`: always text.
    case block
  }

  public typealias Entry = (key: YAMLNode, value: YAMLNode)

  /// One of YAML's three shapes.
  public enum Value: Sendable {
    /// A value that is left out (`key:`) is a plain scalar of no text.
    case scalar(String, style: Style)
    case sequence([YAMLNode])
    /// In the order of the document; duplicates are kept.
    case mapping([Entry])
  }

  public var value: Value
  /// Of the node's first byte. An alias is the anchored node itself, position included.
  public var start: YAMLPosition
  /// Just past the node's last byte.
  public var end: YAMLPosition

  public init(value: Value, start: YAMLPosition, end: YAMLPosition) {
    self.value = value
    self.start = start
    self.end = end
  }

  /// 1-based line of the first byte.
  public var line: Int { start.line }
  /// 1-based column of the first byte, counted in bytes.
  public var column: Int { start.column }
  /// 0-based byte in the document.
  public var offset: Int { start.offset }
}
