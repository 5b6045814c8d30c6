/// What `${NAME}` may stand for, beside the document's own `vars:`.
public struct Variables: Sendable {
  /// From `--set NAME=value`; wins over everything.
  public var set: [String: String]
  /// Asked last.
  public var environment: @Sendable (_ name: String) -> String?

  public init(
    set: [String: String] = [:],
    environment: @escaping @Sendable (_ name: String) -> String? = { _ in nil }
  ) {
    self.set = set
    self.environment = environment
  }
}
