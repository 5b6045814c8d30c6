import Bytes
import StageKit
import Table

/// Which rows of the left side go on, and with which rows of the other.
struct JoinMatches {
  /// Positions in the left batch, ascending, repeated for several matches.
  var left: [UInt32] = []
  /// For each of those what stands for its match; 0 for none.
  var right: [UInt32] = []
  /// Positions of rows that have several matches where one was promised.
  var ambiguous: [Int] = []

  init() {}

  /// Looks the keys of a batch up; matches are the table's records.
  init(_ plan: JoinPlan, _ table: RecordTable, _ keys: PackedRecords) {
    let found = table.find((keys.buffer, keys.records))
    let keep: RecordTable.Keep =
      switch plan.kind {
      case .semi, .inner: .matched
      case .anti: .unmatched
      case .left: .all
      }
    let matches = table.matches(found, keep: keep, take: plan.takenRecords)
    left = matches.left
    right = matches.right
    ambiguous = matches.ambiguous.map { Int($0) }
  }

  /// Adds a row with its matches, given as positions in columns of matches; position n stands as n + 1.
  mutating func add(_ plan: JoinPlan, _ row: Int, _ matches: ArraySlice<Int32>) {
    switch plan.kind {
    case .semi: if !matches.isEmpty { add(row, 0) }
    case .anti: if matches.isEmpty { add(row, 0) }
    case .inner, .left:
      if matches.isEmpty {
        if plan.kind == .left { add(row, 0) }
      } else if plan.matches == .one, matches.count > 1 {
        ambiguous.append(row)
      } else {
        for match in matches { add(row, UInt32(match) + 1) }
      }
    }
  }

  private mutating func add(_ row: Int, _ match: UInt32) {
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
  let table: RecordTable
  let columns: SideColumns

  func process(_ batch: inout Batch, _ report: inout StageReport) throws(Problem) {
    var problems: [RowProblem] = []
    var keys = plan.keys(of: batch, right: false, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      keys = plan.keys(of: batch, right: false, &problems)
    }
    let packed = PackedRecords(key: keys, table.prefixes, isLinked: false)
    let matches = JoinMatches(plan, table, packed)
    matches.report(batch, plan, &report)
    let isAll =
      matches.left.count == batch.rowCount
      && matches.left.indices.allSatisfy { matches.left[$0] == $0 }
    if !isAll { batch.gather(matches.left) }
    if !plan.isExistence {
      batch.columns += columns.columns(table, matches.right)
    }
  }
}
