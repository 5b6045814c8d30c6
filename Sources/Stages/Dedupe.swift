import Bytes
import Expressions
import StageKit
import Synchronization
import Table

/// One row a key: the first by an order, else the first read.
///
/// The winner stays in its place; columns do not change. Rows are laid aside in input order and only their keys
/// and orders are dealt out to partitions by hash, so memory is bounded by the largest partition and one bit a
/// row, whatever the input's size. Keys are compared where hashes are equal: two people never become one.
public enum Dedupe: Stage {
  public struct Options: Sendable {
    public var key: [ExpressionText] = []
    public var orderBy: OrderText?
    public var nulls = Nulls.keep
    public init() {}
  }

  /// What happens to rows whose key is null.
  public enum Nulls: String, Choice {
    case keep
    case drop
    case collapse
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "dedupe", "Keeps one row a key: the first by `order_by`, else the first read.", .rows,
    fields: [
      Field(
        "key", \.key, "What makes two rows the same; several expressions make one key.",
        required: true),
      Field("order_by", \.orderBy, "Which row of a key wins: the first in this order."),
      Field(
        "nulls", \.nulls,
        "Rows with a null in their key: all kept and counted, dropped, or treated as one key as SQL does.",
        standard: .keep),
    ],
    notes: [
      "The winner stays in its place among the other rows; ties go to the row that was read first.",
      "SQL: `QUALIFY row_number() OVER (PARTITION BY key ORDER BY order_by) = 1`, which collapses rows with a null key into one.",
    ],
    examples: [
      Example(
        "the newest spelling of an e-mail wins",
        "dedupe: { key: lower(trim(email)), order_by: updated DESC NULLS LAST }",
        given: "email,updated\nann@x.io,2024-01-02\nAnn@X.io ,2024-03-01\nbob@x.io,\n",
        expect: "email,updated\n\"Ann@X.io \",2024-03-01\nbob@x.io,\n"),
      Example(
        "without an order the first row wins, and null keys do not collapse", "dedupe: { key: id }",
        given: "id,n\na,1\n,2\na,3\n,4\n", expect: "id,n\na,1\n,2\n,4\n"),
      Example(
        "as SQL treats nulls", "dedupe: { key: id, nulls: collapse }",
        given: "id,n\na,1\n,2\na,3\n,4\n", expect: "id,n\na,1\n,2\n"),
      Example(
        "rows without a key are dropped", "dedupe: { key: [id, n], nulls: drop }",
        given: "id,n\na,1\n,2\na,1\na,\n", expect: "id,n\na,1\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var problems: [Problem] = []
    var keys: [BoundExpression] = []
    var order: [OrderKeyTerm] = []
    for key in options.key {
      do throws(Problems) { keys.append(try key.expression.bind(to: context.schema)) } catch {
        problems += error.all
      }
    }
    if let orderBy = options.orderBy {
      do throws(Problems) { order = try orderBy.order.bind(to: context.schema).orderKeyTerms } catch
      {
        problems += error.all
      }
    }
    if options.key.isEmpty {
      problems.append(Problem(.missingKey, "`dedupe` needs at least one key", at: context.place))
    }
    if !problems.isEmpty { throw Problems(problems) }
    let read = Set(keys.flatMap(\.columns)).union(order.flatMap(\.expression.columns))
    let nulls = options.nulls
    let summary =
      "one row a key of " + options.key.map(\.text).joined(separator: ", ")
      + (options.orderBy.map { ", first by \($0.text)" } ?? ", first read")
      + (nulls == .keep ? "" : ", null keys: \(nulls.rawValue)")
    return [
      BoundStage(
        "dedupe", summary, output: context.schema, memory: .bounded,
        needs: { $0.union(read) },
        work: .whole { [keys, order] run in DedupeRunner(keys, order, nulls, run) })
    ]
  }
}

/// Lays rows aside, deals their keys out, settles partition by partition, streams the winners.
private final class DedupeRunner: WholeRunner {
  private let keys: [BoundExpression]
  private let order: [OrderKeyTerm]
  private let nulls: Dedupe.Nulls
  private let context: RunContext
  private let records: KeyRecords

  init(
    _ keys: [BoundExpression], _ order: [OrderKeyTerm], _ nulls: Dedupe.Nulls, _ context: RunContext
  ) {
    self.keys = keys
    self.order = order
    self.nulls = nulls
    self.context = context
    // A key and an order take about a quarter of a row; a partition that fits the cache settles fastest.
    let partitions = PartitionSet.count(
      for: context.expectedBytes / 4, each: min(2 << 20, KeyRecords.share(of: context)))
    records = KeyRecords(partitions: partitions, context)
  }

  let takesParts = true

  func take(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder {
    var batch = batch
    var problems: [RowProblem] = []
    var (found, orders) = evaluate(batch, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      (found, orders) = evaluate(batch, &problems)
    }
    var nullRows: [Int] = []
    for (row, key) in found.keys.enumerated() where !key.isPresent { nullRows.append(row) }
    if nulls == .drop, !nullRows.isEmpty {
      let kept = indices(ofOnes: found.keys.map { $0.isPresent ? 1 : 0 })
      report.counts.filtered += nullRows.count
      nullRows = []
      batch.gather(kept)
      found.keys = kept.map { found.keys[Int($0)] }
      if let all = orders { orders?.keys = kept.map { all.keys[Int($0)] } }
    }
    report.counts.nullKeys += nullRows.count
    let dealt = DealtRecords(found, more: orders, partitions: records.count)
    let frame = BatchFrame.encode(batch)
    let count = batch.rowCount
    return { [nullRows] (part) throws(Problem) in
      let firstRow = try self.records.append(dealt, frame, rowCount: count, part: part)
      if !nullRows.isEmpty {
        self.alwaysKept.withLock { $0 += nullRows.map { $0 + firstRow } }
      }
    }
  }

  private typealias Texts = (buffer: ByteBuffer, keys: [Slice])

  private func evaluate(
    _ batch: Batch, _ problems: inout [RowProblem]
  ) -> (keys: Texts, orders: Texts?) {
    let columns = keys.map { $0.evaluate(batch, &problems) }
    let terms = order.map { $0.evaluated(batch, &problems) }
    let found = KeyText.encode(columns, count: batch.rowCount, nullsAreValues: nulls == .collapse)
    return (found, terms.isEmpty ? nil : OrderKey.encode(terms, count: batch.rowCount))
  }

  private let alwaysKept = Mutex<[Int]>([])

  func finish() throws(Problem) -> any BatchSource {
    let rows = records.rows
    let winners = Mutex(RowSet(count: rows.rowCount))
    let kept = alwaysKept.withLock { $0 }
    winners.withLock { set in for row in kept { set.insert(rows.settled(row)) } }
    try context.forEach(records.count) { (partition) throws(Problem) in
      let found = try self.settle(partition)
      winners.withLock { set in for row in found { set.insert(row) } }
    }
    return Winners(rows, winners.withLock { $0 })
  }

  /// The rows of a partition that win.
  private func settle(_ partition: Int) throws(Problem) -> [Int] {
    let found = try records.read(partition)
    var table = KeyTable(found.bytes)
    found.visit { record in
      let (place, isNew) = table.place(of: record)
      if !isNew, !record.more.isEmpty,
        found.bytes.compare(record.more, found.bytes, table.records[place].more) < 0
      {
        table.records[place] = record
      }
    }
    return table.records.map(\.row)
  }
}

/// The rows that won, batch by batch as they were laid aside.
private final class Winners: BatchSource {
  private let rows: SpilledRows
  private let frames: [SpilledRows.Frame]
  private let winners: RowSet
  private let nextFrame = Mutex(0)

  init(_ rows: SpilledRows, _ winners: RowSet) {
    self.rows = rows
    frames = rows.frames
    self.winners = winners
  }

  func next() -> PendingBatch? {
    let index = nextFrame.withLock { next in
      next += 1
      return next - 1
    }
    guard index < frames.count else { return nil }
    let frame = frames[index]
    return PendingBatch { [rows, winners] (report) throws(Problem) in
      var batch = try rows.take(frame)
      let marks = winners.marks(frame.firstRow..<frame.firstRow + frame.rowCount)
      batch.keep(marks)
      report.counts.deduplicated += frame.rowCount - batch.rowCount
      return batch
    }
  }
}
