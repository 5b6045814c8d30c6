import Expressions
import Table

/// An expression as it stands in a document.
public struct ExpressionText: OptionValue {
  public let expression: Expression
  public let place: Place

  public init(_ expression: Expression, at place: Place) {
    self.expression = expression
    self.place = place
  }

  public var text: String { expression.text }

  public static func decode(_ node: Node) throws(Problems) -> ExpressionText {
    guard let text = node.scalar else { throw .wrongShape(node, expected: "an expression") }
    return ExpressionText(try Expression.parse(text, at: node.place), at: node.place)
  }

  public static var shape: Shape { .named("expression") }
  public var written: String? { text }
}

/// An order (`a DESC NULLS LAST, b`) as it stands in a document.
public struct OrderText: OptionValue {
  public let order: OrderBy
  public let place: Place

  public var text: String { order.text }

  public static func decode(_ node: Node) throws(Problems) -> OrderText {
    guard let text = node.scalar else {
      throw .wrongShape(node, expected: "an order, such as updated DESC NULLS LAST")
    }
    return OrderText(order: try OrderBy.parse(text, at: node.place), place: node.place)
  }

  public static var shape: Shape { .named("order") }
  public var written: String? { text }
}
