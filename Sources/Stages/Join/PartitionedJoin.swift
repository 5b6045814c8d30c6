import Bytes
import StageKit
import Synchronization
import Table

/// A join whose other side does not fit in memory (grace hash join), with its rows still in input order.
///
/// ```
/// left rows ──────────► laid aside in input order ───────────────► streamed, each frame with its matches
///      └─ keys ► partitions ┐                                        ▲
/// side rows ───► partitions ┴► matched one by one ► by left frames ──┘
/// ```
/// Left rows are written and read once and never sorted; only keys and matches travel through partitions.
final class PartitionedJoin: WholeRunner {
  private let plan: JoinPlan
  private let context: RunContext
  private let side: SidePartitions
  private let records: KeyRecords

  init(_ plan: JoinPlan, _ context: RunContext, _ side: SidePartitions) {
    self.plan = plan
    self.context = context
    self.side = side
    records = KeyRecords(partitions: side.count, context)
  }

  let takesParts = true

  func take(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder {
    var batch = batch
    var problems: [RowProblem] = []
    var keys = plan.keys(of: batch, right: false, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      keys = plan.keys(of: batch, right: false, &problems)
    }
    let packed = PackedRecords(key: keys, side.prefixes, isLinked: false)
    let dealt = DealtRecords(
      (packed.buffer, packed.records), more: nil, partitions: records.count)
    let frame = BatchFrame.encode(batch)
    let count = batch.rowCount
    return { (part) throws(Problem) in
      try self.records.append(dealt, frame, rowCount: count, part: part)
    }
  }

  func finish() throws(Problem) -> any BatchSource {
    let rows = records.rows
    let ranges = FrameRanges(rows.frames)
    let matches = PartitionSet(
      count: max(ranges.count, 1), context: context, memory: context.memory / 4)
    try context.forEach(side.count) { (partition) throws(Problem) in
      try self.match(partition, ranges, into: matches)
    }
    return MatchedRows(plan, rows, ranges, matches)
  }

  /// Looks a partition's keys up and lays the matches away by the frames that their left rows stand in.
  private func match(
    _ partition: Int, _ ranges: FrameRanges, into matches: PartitionSet
  ) throws(Problem) {
    let table = try side.table(partition)
    let left = try records.read(partition)
    var keys: [Slice] = []
    var hashes: [Hash128] = []
    var rows: [Int] = []
    left.visit { record in
      keys.append(Slice(start: record.key.lowerBound, length: record.key.count))
      // The table looks at the low word alone.
      hashes.append(Hash128(low: record.hash, high: 0))
      rows.append(record.row)
    }
    // What becomes of rows without a match is seen when they are all read again; here only pairs count.
    let found = table.matches(
      table.find((left.bytes, keys), hashes), keep: .matched,
      take: plan.keepsFirstOnly ? .first : .all)
    var range = 0
    var start = 0
    var next = 0
    while next < found.left.count {
      let home = ranges.range(of: rows[Int(found.left[next])], from: range)
      if home != range || next - start >= 16_384 {
        try lay(found, start..<next, rows, table, range, matches)
        (range, start) = (home, next)
      }
      next += 1
    }
    try lay(found, start..<next, rows, table, range, matches)
  }

  private func lay(
    _ found: RecordTable.Matches, _ part: Range<Int>, _ rows: [Int], _ table: RecordTable,
    _ range: Int, _ matches: PartitionSet
  ) throws(Problem) {
    guard !part.isEmpty else { return }
    let left = found.left[part].map { Int64(rows[Int($0)]) }
    let batch = Batch(
      rowCount: left.count,
      columns: [Column(.integer, .integers(left, .all))]
        + side.columns.columns(table, Array(found.right[part])),
      origins: [])
    try matches.append(BatchFrame.encode(batch), order: 0, to: range)
  }
}

/// Runs of consecutive frames; matches are laid away by run.
struct FrameRanges: Sendable {
  /// Frames of each run.
  let frames: [Range<Int>]
  /// The number of the first row of each run.
  private let firstRows: [Int]

  /// At most 1,024 runs, whatever the number of frames.
  init(_ all: [SpilledRows.Frame]) {
    let each = max(1, (all.count + 1023) / 1024)
    let starts = Array(stride(from: 0, to: all.count, by: each))
    frames = starts.map { $0..<min($0 + each, all.count) }
    firstRows = starts.map { all[$0].firstRow }
  }

  var count: Int { frames.count }

  /// The run that a row stands in; rows are asked for in ascending order from `from` on.
  func range(of row: Int, from: Int) -> Int {
    var range = from
    while range + 1 < firstRows.count, firstRows[range + 1] <= row { range += 1 }
    return range
  }
}

/// Left rows with their matches, frame by frame.
private final class MatchedRows: BatchSource {
  private struct State {
    var range = -1
    var frame = 0
    var matches = RangeMatches()
  }

  private let plan: JoinPlan
  private let rows: SpilledRows
  private let ranges: FrameRanges
  private let matches: PartitionSet
  private let state = Mutex(State())

  init(_ plan: JoinPlan, _ rows: SpilledRows, _ ranges: FrameRanges, _ matches: PartitionSet) {
    self.plan = plan
    self.rows = rows
    self.ranges = ranges
    self.matches = matches
  }

  func next() throws(Problem) -> PendingBatch? {
    let frames = rows.frames
    return try state.withLock { (state: inout State) throws(Problem) -> PendingBatch? in
      if state.range < 0 || state.frame >= ranges.frames[state.range].upperBound {
        guard state.range + 1 < ranges.count else { return nil }
        state.range += 1
        state.matches = try RangeMatches(matches.read(state.range))
      }
      let frame = frames[state.frame]
      state.frame += 1
      return PendingBatch { [plan, rows, found = state.matches] (report) throws(Problem) in
        var batch = try rows.take(frame)
        found.apply(plan, firstRow: frame.firstRow, to: &batch, &report)
        return batch
      }
    }
  }
}

/// The matches of one run of frames, by left row.
private struct RangeMatches: Sendable {
  private var leftRows: [Int64] = []
  /// Positions in the columns, in the order of left rows.
  private var order: [Int32] = []
  private var columns: [Column] = []

  init() {}

  init(_ found: PartitionSet.Contents) {
    var builders: [ColumnBuilder] = []
    var unsorted: [Int64] = []
    for group in found.groups {
      let frame = ByteBuffer(capacity: group.bytes.count)
      frame.append(
        Slice(start: group.bytes.lowerBound, length: group.bytes.count), of: found.buffer)
      let batch = BatchFrame.decode(frame)
      if case .integers(let rows, _) = batch.columns[0].values { unsorted += rows }
      if builders.isEmpty { builders = batch.columns.dropFirst().map { ColumnBuilder($0.type) } }
      for index in builders.indices {
        builders[index].append(batch.columns[index + 1], rows: batch.rowCount)
      }
    }
    columns = builders.map(\.finished)
    // Matches of one left row come from one partition, in the side's order; a stable sort keeps that.
    order = unsorted.indices.map { Int32(truncatingIfNeeded: $0) }
      .sorted { left, right in
        let (first, second) = (unsorted[Int(left)], unsorted[Int(right)])
        return first != second ? first < second : left < right
      }
    leftRows = order.map { unsorted[Int($0)] }
  }

  func apply(
    _ plan: JoinPlan, firstRow: Int, to batch: inout Batch, _ report: inout StageReport
  ) {
    var next = leftRows.partitioningIndex { $0 >= firstRow }
    var found = JoinMatches()
    for row in 0..<batch.rowCount {
      let start = next
      while next < leftRows.count, leftRows[next] == Int64(firstRow + row) { next += 1 }
      found.add(plan, row, order[start..<next])
    }
    found.report(batch, plan, &report)
    batch.gather(found.left)
    if !plan.isExistence {
      batch.columns +=
        columns.isEmpty
        ? plan.taken.map { Column(plan.sideSchema[$0].type, .constant(.null, batch.rowCount)) }
        : columns.map { $0.gathered(optional: found.right.map { Int32($0) - 1 }) }
    }
  }
}

extension Array {
  /// The first index whose element a predicate holds for, when it holds for all after the first.
  fileprivate func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
