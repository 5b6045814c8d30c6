/// What one YAML file says.
public struct YAMLDocument: Sendable {
  /// Absent when the file holds nothing but comments.
  public var root: YAMLNode?
  /// One entry for each key that its mapping already has, at the later key.
  public var duplicateKeys: [YAMLError]
}
