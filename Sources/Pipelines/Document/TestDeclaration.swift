import StageKit
import Table

/// One entry of `tests:`: rows for the inputs, and what messages come of them.
public struct TestDeclaration: DeclaredOptions, OptionValue {
  /// A row, or what is asked of a message.
  public typealias Row = OrderedMap<AnyNode>

  public var name = ""
  /// Where the entry stands.
  public var place = Place(file: "")
  /// Rows by the name of their input.
  public var given = OrderedMap<[Located<Row>]>()
  /// Each is a subset of one message; their number is exact.
  public var expect: [Located<Row>] = []

  public init() {}

  public static let fields: [Field<TestDeclaration>] = [
    Field("name", \.name, "What is true if the test passes, as a sentence.", required: true),
    Field(
      "given", \.given, "The rows of each input, as maps of column to value; files are not read.",
      required: true, shape: .map(.list(.map(.any)))),
    Field(
      "expect", \.expect,
      "The messages in their order: of each a subset of its keys, and exactly so many.",
      required: true, shape: .list(.map(.any))),
  ]

  public static func decode(_ node: Node) throws(Problems) -> TestDeclaration {
    var test = try read(node, of: "tests")
    test.place = node.place
    return test
  }
  public static var shape: Shape { .named("test") }
  public var written: String? { nil }
}
