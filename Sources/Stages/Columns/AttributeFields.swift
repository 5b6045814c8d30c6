import StageKit
import Table

/// The `fields:` of an attributes stage: columns under their own names, or expressions under new ones.
public enum AttributeFields: OptionValue {
  case columns([NamePattern])
  case computed(OrderedMap<ExpressionText>)

  public static func decode(_ node: Node) throws(Problems) -> AttributeFields {
    if node.entries != nil { return .computed(try OrderedMap.decode(node)) }
    return .columns(try [NamePattern].decode(node))
  }

  public static var shape: Shape {
    .either([.map(ExpressionText.shape), .list(NamePattern.shape)])
  }
  public var written: String? { nil }
}
