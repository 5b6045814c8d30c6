import StageKit
import Table

/// A share from 0 to 100.
public struct Percent: OptionValue, Equatable {
  public let value: Double

  public static func decode(_ node: Node) throws(Problems) -> Percent {
    guard case .scalar(let text, false) = node.value, let value = Double(text),
      (0...100).contains(value)
    else { throw .wrongShape(node, expected: "a number from 0 to 100") }
    return Percent(value: value)
  }
  public static var shape: Shape { .named("percent") }
  public var written: String? { String(value) }
}
