import Expressions
import StageKit
import Synchronization
import Table

/// Brings rows into an order.
///
/// Ties keep the order they came in. Columns do not change. Rows are held up to a quarter of the stage's memory;
/// past that, sorted runs go to disk and are merged at the end (external merge sort), so the input may be of
/// any size: while merging, memory is one block of about 128 KiB a run.
public enum Sort: Stage {
  public struct Options: Sendable {
    public var by: [OrderText] = []
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "sort", "Brings rows into an order.", .ordering,
    fields: [
      Field(
        "by", \.by,
        "What to sort by: `expression [ASC | DESC] [NULLS FIRST | LAST]`, one or several.",
        required: true)
    ],
    shorthand: true,
    notes: [
      "Ties keep the order in which the rows came.",
      "Text is compared by code point. SQL: `ORDER BY`.",
    ],
    examples: [
      Example(
        "the newest first, nulls at the end", "sort: updated DESC NULLS LAST",
        given: "id,updated\n1,2024-01-01\n2,\n3,2024-03-01\n4,2024-01-01\n",
        expect: "id,updated\n3,2024-03-01\n1,2024-01-01\n4,2024-01-01\n2,\n"),
      Example(
        "numbers by value, then by name", "sort: [n, name DESC]",
        given: "n,name\n10,a\n9,b\n9.0,c\n-1,d\n", types: "{ n: decimal }",
        expect: "n,name\n-1,d\n9.0,c\n9,b\n10,a\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var problems: [Problem] = []
    var terms: [OrderKeyTerm] = []
    for order in options.by {
      do throws(Problems) {
        terms += try order.order.bind(to: context.schema).orderKeyTerms
      } catch { problems += error.all }
    }
    if problems.isEmpty, terms.isEmpty { problems.append(nothing(context)) }
    if !problems.isEmpty { throw Problems(problems) }
    let read = Set(terms.flatMap(\.expression.columns))
    return [
      BoundStage(
        "sort", "by " + options.by.map(\.text).joined(separator: ", "), output: context.schema,
        memory: .bounded, needs: { $0.union(read) },
        work: .whole { [terms, schema = context.schema] run in SortRunner(terms, schema, run) })
    ]
  }

  // Problems.

  private static func nothing(_ context: BindContext) -> Problem {
    Problem(
      .missingKey, "`sort` needs something to sort by", at: context.place,
      hint: "for example: sort: _updated_at DESC NULLS LAST")
  }
}

/// Makes keys on any thread, collects rows in order, lays full runs aside sorted.
private final class SortRunner: WholeRunner {
  private struct State {
    var rows: SortRun
    var runs: [SpilledRun] = []
  }

  private let terms: [OrderKeyTerm]
  private let memory: Int
  private let file: SpillFile
  private let state: Mutex<State>

  init(_ terms: [OrderKeyTerm], _ schema: Schema, _ context: RunContext) {
    self.terms = terms
    // A cell is found by 32 bits; growing and gathering need as much again.
    memory = min(context.memory / 4, 1 << 30)
    file = SpillFile(folder: context.scratch, memory: 0)
    state = Mutex(State(rows: SortRun(schema)))
  }

  /// Ties keep the order in which rows come.
  let takesParts = false

  func take(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder {
    var batch = batch
    var problems: [RowProblem] = []
    var columns = terms.map { $0.evaluated(batch, &problems) }
    if report.reject(problems, from: &batch) != nil {
      columns = terms.map { $0.evaluated(batch, &problems) }
    }
    let keys = OrderKey.encode(columns, count: batch.rowCount)
    return { [batch] (_) throws(Problem) in
      try self.state.withLock { (state: inout State) throws(Problem) in
        state.rows.append(batch, keys)
        guard state.rows.bytes > self.memory else { return }
        state.runs.append(try state.rows.spilled(to: self.file))
        state.rows.removeAll()
      }
    }
  }

  func finish() throws(Problem) -> any BatchSource {
    try state.withLock { (state: inout State) throws(Problem) -> any BatchSource in
      guard !state.runs.isEmpty else { return SortedRows(state.rows) }
      if state.rows.rowCount > 0 {
        state.runs.append(try state.rows.spilled(to: self.file))
        state.rows.removeAll()
      }
      return try MergedRuns(state.runs, file: self.file)
    }
  }
}
