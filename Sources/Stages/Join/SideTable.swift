import Bytes
import Table

/// The other side of a join in memory: its keys, the columns that are taken, and an index over the keys.
///
/// ```
/// slots  hash → first row │ hashes, keys: one a row │ next: the following row with the same key, or -1
/// ```
struct SideTable: Sendable {
  private let plan: JoinPlan
  /// Positions of the taken columns in the batches that are appended.
  private let positions: [Int]
  private var keys = ColumnBuilder(.string)
  private var hashes: [Hash128] = []
  private var columns: [ColumnBuilder]
  private var slots: [Int32]
  private var next: [Int32] = []
  private var last: [Int32] = []

  /// - Parameter columnsInTakenOrder: batches have the key and then the taken columns, as partitions keep them.
  init(_ plan: JoinPlan, columnsInTakenOrder: Bool = false) {
    self.plan = plan
    positions = columnsInTakenOrder ? Array(1..<plan.taken.count + 1) : plan.taken
    columns = plan.taken.map { ColumnBuilder(plan.sideSchema[$0].type) }
    slots = [Int32](repeating: -1, count: 1024)
  }

  var count: Int { hashes.count }

  /// Bytes held.
  var bytes: Int {
    keys.bytes + columns.reduce(0) { $0 + $1.bytes } + hashes.count * 24 + slots.count * 4
  }

  /// Whether the rows of a key after its first are of no use.
  private var keepsFirstOnly: Bool { plan.isExistence || plan.matches == .first }

  /// Takes in a batch of the side.
  mutating func append(_ batch: Batch, keys found: (buffer: ByteBuffer, keys: [Slice])) {
    let rows = (0..<batch.rowCount).filter { found.keys[$0].isPresent }
    let keySlices = rows.map { found.keys[$0] }
    let rowHashes = hash128(of: keySlices, in: found.buffer)
    var kept: [UInt32] = []
    kept.reserveCapacity(rows.count)
    var marks: [Slice] = []
    // Keys of this batch are compared in the batch's own buffer until they are copied below.
    for index in rows.indices {
      if keepsFirstOnly,
        isKnown(rowHashes[index], found.buffer, keySlices[index], marks, count - marks.count)
      {
        continue
      }
      let row = Int32(truncatingIfNeeded: hashes.count)
      hashes.append(rowHashes[index])
      next.append(-1)
      last.append(row)
      kept.append(UInt32(rows[index]))
      marks.append(keySlices[index])
      if keepsFirstOnly { insert(row) }
    }
    keys.append(Column(.string, .text(found.buffer, marks)), rows: marks.count)
    for (index, position) in positions.enumerated() {
      let column = batch.columns[position]
      columns[index].append(column.isPruned ? column : column.gathered(kept), rows: kept.count)
    }
  }

  /// Whether a key is in the table; `fresh` are the keys of the current batch, whose first row is `firstFresh`.
  private func isKnown(
    _ hash: Hash128, _ buffer: ByteBuffer, _ key: Slice, _ fresh: [Slice], _ firstFresh: Int
  ) -> Bool {
    guard case .text(let held, let slices) = keys.finished.values else {
      return isFresh(hash, buffer, key, fresh, firstFresh, ByteBuffer(capacity: 0), [])
    }
    return isFresh(hash, buffer, key, fresh, firstFresh, held, slices)
  }

  private func isFresh(
    _ hash: Hash128, _ buffer: ByteBuffer, _ key: Slice, _ fresh: [Slice], _ firstFresh: Int,
    _ held: ByteBuffer, _ slices: [Slice]
  ) -> Bool {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash.low) & mask
    while slots[slot] >= 0 {
      let row = Int(slots[slot])
      if hashes[row] == hash {
        let isEqual =
          row >= firstFresh
          ? buffer.equals(fresh[row - firstFresh].range, buffer, key.range)
          : held.equals(slices[row].range, buffer, key.range)
        if isEqual { return true }
      }
      slot = (slot &+ 1) & mask
    }
    return false
  }

  private mutating func insert(_ row: Int32) {
    if hashes.count * 2 > slots.count {
      slots = [Int32](repeating: -1, count: slots.count * 4)
      for earlier in 0...row { place(earlier) }
    } else {
      place(row)
    }
  }

  private mutating func place(_ row: Int32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hashes[Int(row)].low) & mask
    while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
    slots[slot] = row
  }

  /// Builds the index over all rows; afterwards the table is only read.
  mutating func finish() {
    if keepsFirstOnly { return }
    guard case .text(let held, let slices) = keys.finished.values else { return }
    var size = 1024
    while size < hashes.count * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    let mask = size - 1
    for row in hashes.indices {
      var slot = Int(truncatingIfNeeded: hashes[row].low) & mask
      while true {
        let first = Int(slots[slot])
        if first < 0 {
          slots[slot] = Int32(truncatingIfNeeded: row)
          break
        }
        if hashes[first] == hashes[row],
          held.equals(slices[first].range, held, slices[row].range)
        {
          next[Int(last[first])] = Int32(truncatingIfNeeded: row)
          last[first] = Int32(truncatingIfNeeded: row)
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    last = []
  }

  /// The first row with a key; -1 when there is none.
  func first(_ hash: Hash128, _ buffer: ByteBuffer, _ key: Range<Int>) -> Int32 {
    guard case .text(let held, let slices) = keys.finished.values else { return -1 }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash.low) & mask
    while slots[slot] >= 0 {
      let row = Int(slots[slot])
      if hashes[row] == hash, held.equals(slices[row].range, buffer, key) { return Int32(row) }
      slot = (slot &+ 1) & mask
    }
    return -1
  }

  /// The following row with the same key; -1 after the last.
  func following(_ row: Int32) -> Int32 { keepsFirstOnly ? -1 : next[Int(row)] }

  /// The keys, of all rows.
  var keyColumn: Column { keys.finished }

  /// The taken columns, of all rows.
  var takenColumns: [Column] { columns.map(\.finished) }
}
