import StageKit
import Table

/// One entry of `stages:`, which the plan reads with the stage of that name.
public struct StageDeclaration: OptionValue {
  public let name: String
  /// Where its name stands.
  public let place: Place
  public let options: Node

  public static func decode(_ node: Node) throws(Problems) -> StageDeclaration {
    guard let entries = node.entries else {
      throw .wrongShape(
        node, expected: "a stage with its options", hint: "for example: - limit: 10")
    }
    guard let entry = entries.first else {
      throw .wrongShape(node, expected: "a stage with its options, such as `limit: 10`")
    }
    if let second = entries.dropFirst().first {
      throw Problems(
        Problem(
          .wrongShape, "`\(second.key)` stands in the entry of the stage `\(entry.key)`",
          at: second.keyPlace,
          hint: "begin each stage with a dash of its own, and indent options below their stage"))
    }
    return StageDeclaration(name: entry.key, place: entry.keyPlace, options: entry.value)
  }
  public static var shape: Shape { .named("stage") }
  public var written: String? { nil }
}
