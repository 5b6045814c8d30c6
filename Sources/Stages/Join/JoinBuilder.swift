import Bytes
import StageKit
import Synchronization
import Table

/// Takes the other side in: into memory while it fits, else into partitions on disk.
final class JoinBuilder: JoinRunner {
  private struct Held {
    /// Known with the first batch.
    var columns: SideColumns?
    /// While the side fits in memory: the records of the parts up to the first that has not ended.
    var table: RecordTable?
    /// Those of later parts.
    var waiting: [Int: [PackedRecords]] = [:]
    var waitingBytes = 0
    /// The first part that has not ended.
    var part = 0
    var ended: Set<Int> = []
    /// The table once all records are in.
    var finished: RecordTable?
    /// Once it does not.
    var partitions: SidePartitions?
  }

  private let plan: JoinPlan
  private let context: RunContext
  private let held = Mutex(Held())
  private let prefixes = HexPrefixes()

  init(_ plan: JoinPlan, _ context: RunContext) {
    self.plan = plan
    self.context = context
  }

  func takeSide(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder {
    var batch = batch
    var problems: [RowProblem] = []
    var keys = plan.keys(of: batch, right: true, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      keys = plan.keys(of: batch, right: true, &problems)
    }
    let columns = SideColumns(plan, batch)
    let packed = columns.packed(batch, keys, prefixes)
    return { (part) throws(Problem) in
      try self.held.withLock { (held: inout Held) throws(Problem) in
        held.columns = columns
        if let partitions = held.partitions { return try partitions.append(packed, part: part) }
        if part == held.part {
          self.append([packed], columns, &held)
        } else {
          let waiting = packed.compact
          held.waiting[part, default: []].append(waiting)
          held.waitingBytes += waiting.bytes
        }
        try self.spillIfFull(&held)
      }
    }
  }

  func endSide(part: Int, isLast: Bool) throws(Problem) {
    try held.withLock { (held: inout Held) throws(Problem) in
      held.ended.insert(part)
      while held.ended.remove(held.part) != nil {
        held.part += 1
        guard let packed = held.waiting.removeValue(forKey: held.part), let columns = held.columns
        else { continue }
        held.waitingBytes -= packed.reduce(0) { $0 + $1.bytes }
        append(packed, columns, &held)
      }
      try spillIfFull(&held)
      // Here, since other inputs may still be being read.
      if isLast, held.partitions == nil { held.finished = finished(&held) }
    }
  }

  private func finished(_ held: inout Held) -> RecordTable {
    var table = held.table ?? RecordTable((held.columns ?? SideColumns(plan, nil)).forms, prefixes)
    held.table = nil
    table.finish(firstOnly: plan.keepsFirstOnly)
    return table
  }

  private func append(_ all: [PackedRecords], _ columns: SideColumns, _ held: inout Held) {
    var table = held.table ?? RecordTable(columns.forms, prefixes)
    held.table = nil
    for packed in all { table.append(packed) }
    held.table = table
  }

  /// Goes over to partitions once what is held is more than may be.
  private func spillIfFull(_ held: inout Held) throws(Problem) {
    guard (held.table?.bytes ?? 0) + held.waitingBytes > context.memory, let columns = held.columns
    else { return }
    let partitions = SidePartitions(plan, columns, context, prefixes)
    // What the table has stands before all that comes.
    try held.table?.forEachBlock { (records) throws(Problem) in
      try partitions.append(records, part: 0)
    }
    held.table = nil
    for (part, packed) in held.waiting {
      for records in packed { try partitions.append(records, part: part) }
    }
    held.waiting = [:]
    held.waitingBytes = 0
    held.partitions = partitions
  }

  func finishSide() throws(Problem) -> JoinMode {
    held.withLock { held in
      if let partitions = held.partitions {
        return .whole(PartitionedJoin(plan, context, partitions))
      }
      return .streaming(
        JoinProbe(
          plan: plan, table: held.finished ?? finished(&held),
          columns: held.columns ?? SideColumns(plan, nil)))
    }
  }
}

/// The other side of a join on disk: its records, dealt out by the hash of the key.
final class SidePartitions: Sendable {
  private let plan: JoinPlan
  let columns: SideColumns
  let prefixes: HexPrefixes
  private let dealt: PartitionSet

  init(
    _ plan: JoinPlan, _ columns: SideColumns, _ context: RunContext, _ prefixes: HexPrefixes
  ) {
    self.plan = plan
    self.columns = columns
    self.prefixes = prefixes
    let expected = max(context.expectedBytes, context.memory * 4)
    dealt = PartitionSet(
      count: PartitionSet.count(for: expected, each: context.memory / 4), context: context,
      memory: context.memory / 4)
  }

  var count: Int { dealt.count }

  func append(_ packed: PackedRecords, part: Int) throws(Problem) {
    try dealt.append(DealtRecords(linked: packed, partitions: count), order: part)
  }

  /// One partition as a finished table.
  func table(_ partition: Int) throws(Problem) -> RecordTable {
    var table = RecordTable(columns.forms, prefixes)
    table.append(PackedRecords(linked: try dealt.read(partition).joined, columns.forms))
    table.finish(firstOnly: plan.keepsFirstOnly)
    return table
  }
}
