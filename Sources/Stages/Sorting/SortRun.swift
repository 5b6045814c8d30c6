import Bytes
import StageKit
import Synchronization
import Table

/// Rows with their keys, collected to be sorted at once.
struct SortRun: Sendable {
  private let types: [ValueType]
  private var builders: [ColumnBuilder]
  private var origins: [Origin] = []
  private var keys = ByteBuffer(capacity: 64 * 1024)
  private var cells: [Slice] = []

  init(_ schema: Schema) {
    types = schema.fields.map(\.type)
    builders = types.map { ColumnBuilder($0) }
  }

  var rowCount: Int { cells.count }

  /// Bytes held.
  var bytes: Int {
    builders.reduce(keys.count + rowCount * 32) { $0 + $1.bytes }
  }

  mutating func append(_ batch: Batch, _ batchKeys: (buffer: ByteBuffer, keys: [Slice])) {
    for index in builders.indices {
      builders[index].append(batch.columns[index], rows: batch.rowCount)
    }
    origins += batch.origins
    let start = keys.count
    keys.append(Slice(start: 0, length: batchKeys.buffer.count), of: batchKeys.buffer)
    cells += batchKeys.keys.map { Slice(start: start + $0.range.lowerBound, length: $0.count) }
  }

  mutating func removeAll() {
    builders = types.map { ColumnBuilder($0) }
    origins = []
    keys = ByteBuffer(capacity: 64 * 1024)
    cells = []
  }

  /// The rows in the order they came, and their numbers in the order of their keys.
  var sorted: (rows: Batch, order: [UInt32]) {
    let rows = Batch(rowCount: rowCount, columns: builders.map(\.finished), origins: origins)
    // The first eight bytes settle most comparisons without a call.
    let heads = cells.map { keys.head(of: $0) }
    let order = (0..<UInt32(rowCount)).sorted { left, right in
      let (i, j) = (Int(left), Int(right))
      if heads[i] != heads[j] { return heads[i] < heads[j] }
      let difference = keys.compare(cells[i].range, keys, cells[j].range)
      return difference != 0 ? difference < 0 : left < right
    }
    return (rows, order)
  }

  /// Writes the rows to disk in order, in blocks of about 128 KiB, each row with its key as a last column.
  func spilled(to file: SpillFile) throws(Problem) -> SpilledRun {
    var (rows, order) = sorted
    rows.columns.append(Column(.string, .text(keys, cells)))
    let rowBytes = bytes / max(1, rowCount)
    let blockRows = max(16, min(SortRun.batchRows, 128 * 1024 / max(1, rowBytes)))
    var blocks: [SpillFile.Extent] = []
    var start = 0
    while start < order.count {
      let end = min(start + blockRows, order.count)
      var block = rows
      block.gather(Array(order[start..<end]))
      blocks.append(try file.append(BatchFrame.encode(block)))
      start = end
    }
    return SpilledRun(blocks: blocks)
  }

  /// Rows of a batch that leaves a sort.
  static let batchRows = 4096
}

/// A sorted run on disk.
struct SpilledRun: Sendable {
  let blocks: [SpillFile.Extent]
}

/// All rows of a sort that fit in memory, batch by batch.
final class SortedRows: BatchSource {
  private let rows: Batch
  private let order: [UInt32]
  private let nextRow = Mutex(0)

  init(_ run: SortRun) { (rows, order) = run.sorted }

  func next() -> PendingBatch? {
    let start = nextRow.withLock { next in
      defer { next += SortRun.batchRows }
      return next
    }
    guard start < order.count else { return nil }
    return PendingBatch { [rows, order] _ in
      var batch = rows
      batch.gather(Array(order[start..<min(start + SortRun.batchRows, order.count)]))
      return batch
    }
  }
}

extension ByteBuffer {
  /// The first eight bytes of a cell as a number of the same order; shorter cells are filled up with zeros.
  fileprivate func head(of cell: Slice) -> UInt64 {
    if cell.count >= 8 { return UInt64(bigEndian: value(UInt64.self, at: cell.range.lowerBound)) }
    let text = bytes(cell)
    var head: UInt64 = 0
    for index in 0..<8 { head = head << 8 | (index < text.count ? UInt64(text[index]) : 0) }
    return head
  }
}
