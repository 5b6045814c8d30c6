/// A place in a document's text.
public struct YAMLPosition: Equatable, Sendable {
  /// 0-based byte.
  public var offset: Int
  /// 1-based.
  public var line: Int
  /// 1-based, counted in bytes.
  public var column: Int

  public init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}
