/// A command line to copy, with what it is for.
public struct CommandExample: Sendable, Equatable {
  /// The whole line, with the tool's name, as a user would type it.
  public let line: String
  /// What it does, without a final stop.
  public let doc: String

  /// Declares an example.
  public init(_ line: String, _ doc: String) {
    self.line = line
    self.doc = doc
  }
}
