import Table

/// Any value of a document, kept as it is.
public struct AnyNode: OptionValue {
  public let node: Node

  public static func decode(_ node: Node) throws(Problems) -> AnyNode { AnyNode(node: node) }
  public static var shape: Shape { .any }
  public var written: String? { nil }
}
