import CommandKit
import CustomerIO
import StageKit
import Table

/// The account of every row of a run: each row read has left, and is counted where it did.
///
/// ```
/// input   read = rejected + limited + rows into the first stage
/// stage   in + added − filtered − deduplicated − unmatched − limited − rejected = out
/// output  rows out of the last stage = rejected + emitted
/// ```
public struct Ledger: Sendable, Equatable {
  /// One input, as the main stream or as the other side of a join.
  public struct Input: Sendable, Equatable {
    public var name: String
    public var read = 0
    public var rejected = 0
    /// Rows of a join's other side that its `where` left out.
    public var filtered = 0
    /// Rows that `--limit` left out.
    public var limited = 0
    /// Decompressed bytes.
    public var bytes = 0

    init(_ name: String) { self.name = name }
  }

  public struct Stage: Sendable, Equatable {
    public var name: String
    public var rowsIn = 0
    public var rowsOut = 0
    public var counts = RowCounts()

    init(_ name: String) { self.name = name }

    var isBalanced: Bool { rowsIn + counts.balance == rowsOut }
  }

  public var main: Input
  /// In the order of the joins that read them.
  public var sides: [Input] = []
  public var stages: [Stage]
  /// Rows that broke a rule of the message or lack a required field.
  public var outputRejected = 0
  public var emitted = 0
  /// What was odd about rows that were emitted all the same.
  public var findings = FindingCounts()

  init(main: String, stages: [String]) {
    self.main = Input(main)
    self.stages = stages.map(Stage.init)
  }

  /// All rows that could not go on, wherever that was.
  public var rejected: Int {
    main.rejected + outputRejected + stages.reduce(0) { $0 + $1.counts.rejected }
      + sides.reduce(0) { $0 + $1.rejected }
  }

  /// What does not add up, in words; empty for an account that balances.
  public var imbalances: [String] {
    var found: [String] = []
    var flow = main.read - main.rejected - main.limited
    for (index, stage) in stages.enumerated() {
      if stage.rowsIn != flow {
        found.append("stage \(index + 1) `\(stage.name)` took in \(stage.rowsIn) of \(flow) rows")
      }
      if !stage.isBalanced {
        found.append(
          "stage \(index + 1) `\(stage.name)`: \(stage.rowsIn) in, \(stage.rowsOut) out, "
            + "accounted for \(stage.counts.balance)")
      }
      flow = stage.rowsOut
    }
    if flow != outputRejected + emitted {
      found.append("\(flow) rows reached the output, \(outputRejected + emitted) are accounted for")
    }
    return found
  }

  /// The main stream in one line: `2,100,000 read = 1,235,866 emitted + 864,134 filtered`.
  public var line: String {
    var totals: [(String, Int)] = [("emitted", emitted)]
    var sum = RowCounts()
    for stage in stages { sum += stage.counts }
    sum.rejected += main.rejected + outputRejected
    sum.limited += main.limited
    let added = sum.added
    sum.added = 0
    sum.nullKeys = 0
    totals += sum.named.map { ($0.name, $0.count) }
    var text = "\(NumberText.grouped(main.read)) read"
    if added > 0 { text += " + \(NumberText.grouped(added)) added" }
    return text + " = " + totals.map { "\(NumberText.grouped($1)) \($0)" }.joined(separator: " + ")
  }
}
