/// One generated file of `docs/reference/`.
public struct ReferencePage: Sendable, Equatable {
  /// Relative to the repository, such as `docs/reference/inputs.md`.
  public let path: String
  public let text: String

  init(_ name: String, _ text: String) {
    path = Reference.folder + "/" + name
    self.text = text
  }
}
