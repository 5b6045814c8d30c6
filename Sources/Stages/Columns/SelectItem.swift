import StageKit
import Table

/// One entry of `select:`: columns by name or pattern, or new ones with their expressions.
public enum SelectItem: OptionValue {
  case columns(NamePattern)
  case computed(OrderedMap<ExpressionText>)

  public static func decode(_ node: Node) throws(Problems) -> SelectItem {
    if node.entries != nil { return .computed(try OrderedMap.decode(node)) }
    guard node.scalar != nil else {
      throw .wrongShape(
        node, expected: "a column, a pattern or { new: expression }",
        hint: "for example: select: [id, \"address_*\", { email: lower(email) }]")
    }
    return .columns(try NamePattern.decode(node))
  }

  public static var shape: Shape { .either([NamePattern.shape, .map(ExpressionText.shape)]) }
  public var written: String? { nil }
}
