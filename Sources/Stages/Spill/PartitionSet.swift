import Bytes
import StageKit
import Table

/// Records dealt out to partitions by hash or by range, so that one partition at a time fits in memory.
///
/// Filled in order by one thread at a time; afterwards partitions are read on any thread.
final class PartitionSet: @unchecked Sendable {
  let count: Int
  private let spill: SpillFile
  private let blockBytes: Int
  private var open: [ByteBuffer]
  private var extents: [[SpillFile.Extent]]

  /// - Parameter memory: bytes for the blocks that are being filled and for small sets as a whole.
  init(count: Int, context: RunContext, memory: Int) {
    self.count = count
    blockBytes = max(4096, min(64 * 1024, memory / 2 / count))
    spill = SpillFile(folder: context.scratch, memory: memory / 2)
    open = (0..<count).map { _ in ByteBuffer(capacity: 0) }
    extents = [[SpillFile.Extent]](repeating: [], count: count)
  }

  /// How many partitions keep each below `bytes`, for that many bytes in all; a power of two.
  static func count(for total: Int, each bytes: Int) -> Int {
    var count = 1
    while count < 1024, total / count > max(bytes, 1) { count *= 2 }
    return count
  }

  func append(_ cells: Slice, of buffer: ByteBuffer, to partition: Int) throws(Problem) {
    open[partition].append(cells, of: buffer)
    if open[partition].count >= blockBytes { try flush(partition) }
  }

  /// Appends to a partition in place.
  func append(
    to partition: Int, _ body: (ByteBuffer) -> Void
  ) throws(Problem) {
    body(open[partition])
    if open[partition].count >= blockBytes { try flush(partition) }
  }

  private func flush(_ partition: Int) throws(Problem) {
    guard open[partition].count > 0 else { return }
    extents[partition].append(try spill.appendCopy(open[partition]))
    open[partition].removeAll()
  }

  func bytes(of partition: Int) -> Int {
    extents[partition].reduce(open[partition].count) { $0 + $1.count }
  }

  /// All that was appended to a partition, in order.
  func read(_ partition: Int) throws(Problem) -> ByteBuffer {
    let whole = ByteBuffer(capacity: bytes(of: partition))
    for extent in extents[partition] { try spill.read(extent, into: whole) }
    whole.append(Slice(start: 0, length: open[partition].count), of: open[partition])
    return whole
  }
}
