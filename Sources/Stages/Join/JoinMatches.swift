import Bytes
import StageKit
import Table

/// Which rows of the left side go on, and with which rows of the other.
struct JoinMatches {
  /// Positions in the left batch, ascending, repeated for several matches.
  var left: [UInt32] = []
  /// For each of those the row of the side; -1 for none.
  var right: [Int32] = []
  /// Positions of rows that have several matches where one was promised.
  var ambiguous: [Int] = []

  /// Looks the keys of a batch up.
  init(_ plan: JoinPlan, _ table: SideTable, _ keys: (buffer: ByteBuffer, keys: [Slice])) {
    let hashes = hash128(of: keys.keys, in: keys.buffer)
    left.reserveCapacity(keys.keys.count)
    right.reserveCapacity(keys.keys.count)
    for row in keys.keys.indices {
      let key = keys.keys[row]
      let first = key.isPresent ? table.first(hashes[row], keys.buffer, key.range) : -1
      add(plan, row, first, table)
    }
  }

  init() {}

  /// Adds a row with its matches in a table.
  @inline(__always)
  private mutating func add(_ plan: JoinPlan, _ row: Int, _ first: Int32, _ table: SideTable) {
    switch plan.kind {
    case .semi: if first >= 0 { add(row, -1) }
    case .anti: if first < 0 { add(row, -1) }
    case .inner, .left:
      if first < 0 {
        if plan.kind == .left { add(row, -1) }
      } else if plan.matches == .one, table.following(first) >= 0 {
        ambiguous.append(row)
      } else {
        var match = first
        while match >= 0 {
          add(row, match)
          match = plan.matches == .all ? table.following(match) : -1
        }
      }
    }
  }

  /// Adds a row with its matches, given as positions in columns of matches.
  mutating func add(_ plan: JoinPlan, _ row: Int, _ matches: ArraySlice<Int32>) {
    switch plan.kind {
    case .semi: if !matches.isEmpty { add(row, -1) }
    case .anti: if matches.isEmpty { add(row, -1) }
    case .inner, .left:
      if matches.isEmpty {
        if plan.kind == .left { add(row, -1) }
      } else if plan.matches == .one, matches.count > 1 {
        ambiguous.append(row)
      } else {
        for match in matches { add(row, match) }
      }
    }
  }

  private mutating func add(_ row: Int, _ match: Int32) {
    left.append(UInt32(truncatingIfNeeded: row))
    right.append(match)
  }

  /// Accounts for the rows that a batch lost or gained; called before they are gathered.
  func report(_ batch: Batch, _ plan: JoinPlan, _ report: inout StageReport) {
    var distinct = 0
    var before: UInt32 = .max
    for row in left where row != before {
      distinct += 1
      before = row
    }
    report.counts.unmatched += batch.rowCount - distinct - ambiguous.count
    report.counts.added += left.count - distinct
    report.reject(
      ambiguous.map { row in
        RowProblem(
          row: row, .severalMatches,
          "the row has several matches in `\(plan.input)`, and `matches: one` promises one")
      }, of: batch)
  }
}

/// The streaming way: the side is in memory, each batch is looked up on its own.
struct JoinProbe: StreamingRunner {
  let plan: JoinPlan
  let table: SideTable

  func process(_ batch: inout Batch, _ report: inout StageReport) throws(Problem) {
    var problems: [RowProblem] = []
    var keys = plan.keys(of: batch, right: false, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      keys = plan.keys(of: batch, right: false, &problems)
    }
    let matches = JoinMatches(plan, table, keys)
    matches.report(batch, plan, &report)
    let isAll =
      matches.left.count == batch.rowCount
      && matches.left.indices.allSatisfy { matches.left[$0] == $0 }
    if !isAll { batch.gather(matches.left) }
    if !plan.isExistence {
      batch.columns += table.takenColumns.map { $0.gathered(optional: matches.right) }
    }
  }
}
