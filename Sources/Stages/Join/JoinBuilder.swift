import Bytes
import StageKit
import Synchronization
import Table

/// Takes the other side in: into memory while it fits, else into partitions on disk.
final class JoinBuilder: JoinRunner {
  private struct Held {
    /// Known with the first batch.
    var columns: SideColumns?
    /// While the side fits in memory.
    var table: RecordTable?
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
    return { () throws(Problem) in
      try self.held.withLock { (held: inout Held) throws(Problem) in
        try self.append(packed, columns, &held)
      }
    }
  }

  private func append(
    _ packed: PackedRecords, _ columns: SideColumns, _ held: inout Held
  ) throws(Problem) {
    held.columns = columns
    if let partitions = held.partitions { return try partitions.append(packed) }
    var table = held.table ?? RecordTable(columns.forms, prefixes)
    held.table = nil
    table.append(packed)
    if table.bytes <= context.memory {
      held.table = table
      return
    }
    let partitions = SidePartitions(plan, columns, context, prefixes)
    try table.forEachBlock { (records) throws(Problem) in try partitions.append(records) }
    held.partitions = partitions
  }

  func finishSide() throws(Problem) -> JoinMode {
    held.withLock { held in
      if let partitions = held.partitions {
        return .whole(PartitionedJoin(plan, context, partitions))
      }
      let columns = held.columns ?? SideColumns(plan, nil)
      var table = held.table ?? RecordTable(columns.forms, prefixes)
      held.table = nil
      table.finish(firstOnly: plan.keepsFirstOnly)
      return .streaming(JoinProbe(plan: plan, table: table, columns: columns))
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

  func append(_ packed: PackedRecords) throws(Problem) {
    let parts = DealtRecords(linked: packed, partitions: count)
    let none = ByteBuffer(capacity: 0)
    for partition in 0..<count where !parts.range(of: partition).isEmpty {
      try dealt.append(parts.buffer, parts.range(of: partition), head: none, to: partition)
    }
  }

  /// One partition as a finished table.
  func table(_ partition: Int) throws(Problem) -> RecordTable {
    var table = RecordTable(columns.forms, prefixes)
    table.append(PackedRecords(linked: try dealt.read(partition), columns.forms))
    table.finish(firstOnly: plan.keepsFirstOnly)
    return table
  }
}
