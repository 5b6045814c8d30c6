import Bytes
import Expressions
import StageKit
import Synchronization
import Table

/// Adds columns that number or count the rows of each partition (window functions).
///
/// Rows keep their order and all of them go on. Rows are laid aside in input order; keys and orders are dealt out to
/// partitions on disk, ranked there, and the numbers dealt back by the place of their rows. Memory is bounded by the
/// largest partition; a single partition key's rows are sorted in memory.
public enum Rank: Stage {
  public struct Options: Sendable {
    public var partitionBy: [ExpressionText] = []
    public var columns = RankColumns()
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "rank", "Numbers or counts the rows of each partition.", .ordering,
    fields: [
      Field(
        "partition_by", \.partitionBy,
        "Rows with equal values are one partition; nulls are equal here. Without it all rows are one."
      ),
      Field(
        "columns", \.columns,
        "New columns: `{ name: { row_number: ORDER } }`, also `rank`, `dense_rank`, and `count: \"*\"` or `count: EXPR`.",
        required: true),
    ],
    notes: [
      "Ties in `row_number` go to the row that was read first.",
      "SQL: `row_number() OVER (PARTITION BY … ORDER BY …)`, `count(*) OVER (PARTITION BY …)`.",
    ],
    examples: [
      Example(
        "the most recent location of each person",
        "rank: { partition_by: person, columns: { n: { row_number: visited DESC }, all: { count: \"*\" } } }",
        given: "person,visited\na,2024-01-01\nb,2024-01-01\na,2024-02-01\n",
        expect: "person,visited,n,all\na,2024-01-01,2,2\nb,2024-01-01,1,1\na,2024-02-01,1,2\n"),
      Example(
        "ties",
        "rank: { columns: { n: { row_number: score DESC }, r: { rank: score DESC }, d: { dense_rank: score DESC } } }",
        given: "score\n5\n7\n7\n1\n", types: "{ score: integer }",
        expect: "score,n,r,d\n5,3,3,2\n7,1,1,1\n7,2,1,1\n1,4,4,3\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var problems: [Problem] = []
    var keys: [BoundExpression] = []
    for key in options.partitionBy {
      do throws(Problems) { keys.append(try key.expression.bind(to: context.schema)) } catch {
        problems += error.all
      }
    }
    var plan = RankPlan(keys: [])
    var read = Set<Int>()
    var fields = context.schema.fields
    for column in options.columns.columns {
      if fields.contains(where: { $0.name == column.name }) {
        problems.append(
          Problem(
            .nameClash, "there is a column `\(column.name)` already", at: column.place,
            hint: "choose another name, or drop the old column first"))
      }
      fields.append(Schema.Field(column.name, .integer))
      do throws(Problems) {
        switch column.function {
        case .numbering(let style, let order):
          let terms = try order.order.bind(to: context.schema).orderKeyTerms
          for term in terms { read.formUnion(term.expression.columns) }
          plan.number(style, by: terms)
        case .count(let text):
          let counted = try text.map { (text) throws(Problems) in
            try text.expression.bind(to: context.schema)
          }
          read.formUnion(counted?.columns ?? [])
          plan.count(counted)
        }
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    read.formUnion(keys.flatMap(\.columns))
    let width = context.schema.count
    plan.keys = keys
    let by = options.partitionBy.map(\.text).joined(separator: ", ")
    return [
      BoundStage(
        "rank",
        options.columns.columns.map(\.summary).joined(separator: "; ")
          + (by.isEmpty ? "" : " over each \(by)"),
        output: Schema(fields), memory: .bounded,
        needs: { [read] outputs in outputs.filter { $0 < width }.union(read) },
        work: .whole { [plan] run in RankRunner(plan, run) })
    ]
  }
}

private final class RankRunner: WholeRunner {
  private let plan: RankPlan
  private let context: RunContext
  private let records: KeyRecords

  init(_ plan: RankPlan, _ context: RunContext) {
    self.plan = plan
    self.context = context
    let partitions = PartitionSet.count(
      for: context.expectedBytes / 3, each: min(4 << 20, KeyRecords.share(of: context)))
    records = KeyRecords(partitions: partitions, context)
  }

  let takesParts = true

  func take(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder {
    var batch = batch
    var problems: [RowProblem] = []
    var evaluated = evaluate(batch, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      evaluated = evaluate(batch, &problems)
    }
    let dealt = DealtRecords(
      evaluated.keys, more: evaluated.parts, partitions: records.count)
    let frame = BatchFrame.encode(batch)
    let count = batch.rowCount
    return { (part) throws(Problem) in
      try self.records.append(dealt, frame, rowCount: count, part: part)
    }
  }

  private typealias Texts = (buffer: ByteBuffer, keys: [Slice])

  /// Keys, and behind each its parts: a length u32 for each of them, then their bytes.
  private func evaluate(
    _ batch: Batch, _ problems: inout [RowProblem]
  ) -> (keys: Texts, parts: Texts) {
    let count = batch.rowCount
    let columns = plan.keys.map { $0.evaluate(batch, &problems) }
    let keys = KeyText.encode(columns, count: count, nullsAreValues: true)
    let parts = plan.parts.map { part in
      switch part {
      case .order(let term): OrderKey.encode([term.evaluated(batch, &problems)], count: count)
      case .presence(let expression):
        RankRunner.presence(expression.evaluate(batch, &problems), count)
      }
    }
    var lengths = [UInt32](repeating: 0, count: parts.count * count)
    for (part, texts) in parts.enumerated() {
      for (row, text) in texts.keys.enumerated() {
        lengths[row * parts.count + part] = UInt32(text.count)
      }
    }
    let heads = ByteBuffer(capacity: 4 * lengths.count)
    heads.append(values: lengths)
    let headSlices = (0..<count).map {
      Slice(start: 4 * parts.count * $0, length: 4 * parts.count)
    }
    let buffer = ByteBuffer(capacity: count * 32)
    let joined = buffer.append(
      joining: [(heads, headSlices)] + parts.map { ($0.buffer, $0.keys) }, rows: count)
    return (keys, (buffer, joined))
  }

  /// One byte for a row that counts, none for one whose expression is null.
  private static func presence(_ column: Column, _ count: Int) -> Texts {
    let column = column.spread(count)
    let yes = Slice(start: 0, length: 1)
    return (ByteBuffer("1"), (0..<count).map { column.isPresent($0) ? yes : .empty })
  }

  func finish() throws(Problem) -> any BatchSource {
    let rows = records.rows
    let ranges = FrameRanges(rows.frames)
    let numbers = PartitionSet(
      count: max(ranges.count, 1), context: context, memory: context.memory / 4)
    try context.forEach(records.count) { (partition) throws(Problem) in
      var ranking = PartitionRanking(try self.records.read(partition), self.plan)
      ranking.run()
      try ranking.write(to: numbers, ranges)
    }
    return RankedRows(rows, ranges, numbers, width: plan.columns.count)
  }
}

/// Rows with their numbers, frame by frame.
private final class RankedRows: BatchSource {
  private struct State {
    var range = -1
    var frame = 0
    /// One array a column, by row of the range.
    var numbers: [[Int64]] = []
    var firstRow = 0
  }

  private let rows: SpilledRows
  private let ranges: FrameRanges
  private let numbers: PartitionSet
  private let width: Int
  private let state = Mutex(State())

  init(_ rows: SpilledRows, _ ranges: FrameRanges, _ numbers: PartitionSet, width: Int) {
    self.rows = rows
    self.ranges = ranges
    self.numbers = numbers
    self.width = width
  }

  func next() throws(Problem) -> PendingBatch? {
    let frames = rows.frames
    return try state.withLock { (state: inout State) throws(Problem) -> PendingBatch? in
      if state.range < 0 || state.frame >= ranges.frames[state.range].upperBound {
        guard state.range + 1 < ranges.count else { return nil }
        state.range += 1
        try load(
          frames[ranges.frames[state.range].lowerBound..<ranges.frames[state.range].upperBound],
          &state)
      }
      let frame = frames[state.frame]
      state.frame += 1
      let start = frame.firstRow - state.firstRow
      let columns = state.numbers.map { numbers in
        Column(.integer, .integers(Array(numbers[start..<start + frame.rowCount]), .all))
      }
      return PendingBatch { [rows] (_) throws(Problem) in
        var batch = try rows.take(frame)
        batch.columns += columns
        return batch
      }
    }
  }

  private func load(_ frames: ArraySlice<SpilledRows.Frame>, _ state: inout State) throws(Problem) {
    let count = frames.reduce(0) { $0 + $1.rowCount }
    state.firstRow = frames.first?.firstRow ?? 0
    state.numbers = [[Int64]](repeating: [Int64](repeating: 0, count: count), count: width)
    let bytes = try numbers.read(state.range).joined
    var at = 0
    while at < bytes.count {
      let row = Int(bytes.value(UInt64.self, at: at)) - state.firstRow
      at += 8
      for column in 0..<width {
        state.numbers[column][row] = Int64(bytes.value(UInt32.self, at: at))
        at += 4
      }
    }
  }
}
