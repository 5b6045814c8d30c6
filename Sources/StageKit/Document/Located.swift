import Table

/// An option's value together with where it is written, for problems that only the plan can find.
public struct Located<Value: OptionValue>: OptionValue {
  public var value: Value
  public var place: Place

  public init(_ value: Value, at place: Place) {
    self.value = value
    self.place = place
  }

  public static func decode(_ node: Node) throws(Problems) -> Located {
    Located(try Value.decode(node), at: node.place)
  }
  public static var shape: Shape { Value.shape }
  public var written: String? { value.written }
}
