import StageKit
import Synchronization
import Table

/// Keeps the first rows and drops the rest.
///
/// Reading stops once there are enough, so rows behind them may never be read nor counted. Holds nothing.
public enum Limit: Stage {
  public struct Options: Sendable {
    public var rows = Located(0, at: Place(file: ""))
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "limit", "Keeps the first rows.", .rows,
    fields: [
      Field("rows", \.rows, "How many rows to keep; 0 keeps none.", required: true)
    ],
    shorthand: true,
    notes: ["SQL: `LIMIT n`."],
    examples: [
      Example("the first two", "limit: 2", given: "n\n1\n2\n3\n", expect: "n\n1\n2\n"),
      Example("none", "limit: 0", given: "n\n1\n", expect: "n\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    let rows = options.rows.value
    guard rows >= 0 else { throw Problems(negative(options.rows)) }
    return [
      BoundStage(
        "limit", "\(rows) \(rows == 1 ? "row" : "rows")", output: context.schema, needs: { $0 },
        work: .sequential { LimitRunner(rows) })
    ]
  }

  // Problems.

  private static func negative(_ rows: Located<Int>) -> Problem {
    Problem(
      .badValue, "a limit counts rows, so it cannot be \(rows.value)", at: rows.place,
      hint: "0 keeps none; leave the stage out to keep all")
  }
}

private final class LimitRunner: SequentialRunner {
  private let left: Mutex<Int>

  init(_ rows: Int) { left = Mutex(rows) }

  var isSatisfied: Bool { left.withLock { $0 == 0 } }

  func process(_ batch: inout Batch, _ report: inout StageReport) {
    let before = batch.rowCount
    let taken = left.withLock { left in
      let taken = min(left, before)
      left -= taken
      return taken
    }
    guard taken < before else { return }
    batch.gather(Array(0..<UInt32(taken)))
    report.counts.limited += before - taken
  }
}
