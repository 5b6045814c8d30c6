import Bytes
import StageKit
import Synchronization
import Table

/// Takes the other side in: into memory while it fits, else into partitions on disk.
final class JoinBuilder: JoinRunner {
  private struct Held {
    /// While the side fits in memory.
    var table: SideTable?
    /// Once it does not.
    var partitions: SidePartitions?
  }

  private let plan: JoinPlan
  private let context: RunContext
  private let held: Mutex<Held>
  private let budget: Int
  private let prefixes = HexPrefixes()

  init(_ plan: JoinPlan, _ context: RunContext) {
    self.plan = plan
    self.context = context
    budget = context.memory
    held = Mutex(Held(table: SideTable(plan, prefixes: prefixes)))
  }

  func takeSide(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder {
    var batch = batch
    var problems: [RowProblem] = []
    var keys = plan.keys(of: batch, right: true, &problems)
    if report.reject(problems, from: &batch) != nil {
      problems = []
      keys = plan.keys(of: batch, right: true, &problems)
    }
    let packed = PackedKeys(keys, prefixes)
    return { [batch] () throws(Problem) in
      try self.held.withLock { (held: inout Held) throws(Problem) in
        try self.append(batch, packed, &held)
      }
    }
  }

  private func append(
    _ batch: Batch, _ keys: PackedKeys, _ held: inout Held
  ) throws(Problem) {
    if let partitions = held.partitions { return try partitions.append(batch, keys) }
    held.table?.append(batch, keys: keys)
    guard let table = held.table, table.bytes > budget else { return }
    let partitions = SidePartitions(plan, context, budget, prefixes)
    held = Held(partitions: partitions)
    try partitions.append(table)
  }

  func finishSide() throws(Problem) -> JoinMode {
    held.withLock { held in
      if let partitions = held.partitions {
        return .whole(PartitionedJoin(plan, context, partitions))
      }
      held.table?.finish()
      defer { held.table = nil }
      return .streaming(JoinProbe(plan: plan, table: held.table ?? SideTable(plan)))
    }
  }
}

/// The other side of a join on disk: its keys and taken columns, dealt out by the hash of the key.
///
/// A partition is a row of blocks, each a length u32 and a ``BatchFrame`` of the key column and the taken columns.
final class SidePartitions: Sendable {
  private let plan: JoinPlan
  let prefixes: HexPrefixes
  private let dealt: PartitionSet

  init(_ plan: JoinPlan, _ context: RunContext, _ budget: Int, _ prefixes: HexPrefixes) {
    self.plan = plan
    self.prefixes = prefixes
    let expected = max(context.expectedBytes, budget * 4)
    dealt = PartitionSet(
      count: PartitionSet.count(for: expected, each: budget / 4), context: context,
      memory: budget / 4)
  }

  var count: Int { dealt.count }

  /// Moves what a table holds over.
  func append(_ table: SideTable) throws(Problem) {
    try table.forEachBatch { (keys, columns) throws(Problem) in try deal(columns, keys) }
  }

  func append(_ batch: Batch, _ keys: PackedKeys) throws(Problem) {
    let rows = (0..<batch.rowCount).filter { keys.slices[$0].isPresent }.map { UInt32($0) }
    let columns = plan.taken.map { position in
      let column = batch.columns[position]
      return column.isPruned ? column : column.gathered(rows)
    }
    try deal(
      columns, PackedKeys(buffer: keys.buffer, slices: rows.map { keys.slices[Int($0)] }))
  }

  private func deal(
    _ columns: [Column], _ keys: PackedKeys
  ) throws(Problem) {
    let mask = UInt64(count - 1)
    var rows = [[UInt32]](repeating: [], count: count)
    for (row, hash) in hash128(of: keys.slices, in: keys.buffer).enumerated() {
      rows[Int(truncatingIfNeeded: hash.high & mask)].append(UInt32(row))
    }
    let head = ByteBuffer(capacity: 4)
    for (partition, rows) in rows.enumerated() where !rows.isEmpty {
      let keyColumn = Column(.string, .text(keys.buffer, rows.map { keys.slices[Int($0)] }))
      let batch = Batch(
        rowCount: rows.count,
        columns: [keyColumn] + columns.map { $0.isPruned ? $0 : $0.gathered(rows) },
        origins: [])
      let frame = BatchFrame.encode(batch)
      head.removeAll()
      head.append(value: UInt32(frame.count))
      try dealt.append(frame, head: head, to: partition)
    }
  }

  /// One partition as a finished table.
  func table(_ partition: Int) throws(Problem) -> SideTable {
    let bytes = try dealt.read(partition)
    var table = SideTable(plan, columnsInTakenOrder: true, prefixes: prefixes)
    var at = 0
    while at < bytes.count {
      let length = Int(bytes.value(UInt32.self, at: at))
      let frame = ByteBuffer(capacity: length)
      frame.append(Slice(start: at + 4, length: length), of: bytes)
      let batch = BatchFrame.decode(frame)
      if case .text(let buffer, let keys) = batch.columns[0].values {
        table.append(batch, keys: PackedKeys(buffer: buffer, slices: keys))
      }
      at += 4 + length
    }
    table.finish()
    return table
  }
}
