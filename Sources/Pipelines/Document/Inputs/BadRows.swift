import StageKit
import Table

/// What becomes of rows that cannot be read or do not fit their types.
public struct BadRows: Sendable {
  public enum Policy: String, Choice {
    /// The row goes to the rejects file, and the run goes on.
    case reject
    /// The first one stops the run; nothing is published.
    case fail
  }

  public var policy = Policy.reject
  public var tolerate = Tolerance()

  public init() {}
}

extension BadRows {
  /// How many rejected rows still count as a clean run; both bounds hold where both are given.
  public struct Tolerance: DeclaredOptions, OptionValue {
    public var rows: Int?
    public var percent: Percent?

    public init() {}

    /// Whether a run with this many rejected rows is clean.
    public func accepts(rejected: Int, of read: Int) -> Bool {
      if rejected == 0 { return true }
      if rows == nil, percent == nil { return false }
      if let rows, rejected > rows { return false }
      if let percent, Double(rejected) * 100 > percent.value * Double(read) { return false }
      return true
    }

    public static let fields: [Field<Tolerance>] = [
      Field("rows", \.rows, "At most this many rejected rows."),
      Field("percent", \.percent, "At most this share of the rows read, from 0 to 100."),
    ]

    public static func decode(_ node: Node) throws(Problems) -> Tolerance {
      let tolerance = try read(node, of: "tolerate")
      if let rows = tolerance.rows, rows < 0 {
        throw Problems(Problem(.badValue, "`rows` is below 0", at: node.place))
      }
      return tolerance
    }
    public static var shape: Shape { .named("tolerance") }
    public var written: String? { nil }
  }
}

extension BadRows: DeclaredOptions, OptionValue {
  public static let fields: [Field<BadRows>] = [
    Field("policy", \.policy, "What is done with the row.", standard: .reject),
    Field(
      "tolerate", \.tolerate, "How many rejected rows still end in exit code 0.",
      shape: .named("tolerance")),
  ]

  public static func decode(_ node: Node) throws(Problems) -> BadRows {
    if node.entries != nil { return try read(node, of: "bad_rows") }
    var badRows = BadRows()
    badRows.policy = try Policy.decode(node)
    return badRows
  }

  public static var shape: Shape { .either([Policy.shape, .named("bad_rows")]) }
  public var written: String? { policy.rawValue }
}
