/// Text that is not the YAML that is understood here, and where it stops being so.
public struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A sentence without a full stop, in lower case.
  public var message: String
  public var position: YAMLPosition

  public init(message: String, position: YAMLPosition) {
    self.message = message
    self.position = position
  }

  public var line: Int { position.line }
  public var column: Int { position.column }
  public var description: String { "\(line):\(column): \(message)" }
}
