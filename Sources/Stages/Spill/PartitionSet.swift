import Bytes
import StageKit
import Synchronization
import Table

/// Records dealt out to partitions by hash or by range, so that one partition at a time fits in memory.
///
/// Filled in order; read partition by partition, on any thread, once all are in.
final class PartitionSet: Sendable {
  private struct Partition {
    var open = ByteBuffer(capacity: 0)
    var extents: [SpillFile.Extent] = []
  }

  let count: Int
  private let spill: SpillFile
  private let blockBytes: Int
  private let partitions: Mutex<[Partition]>

  /// - Parameter memory: bytes for the blocks that are being filled and for small sets as a whole.
  init(count: Int, context: RunContext, memory: Int) {
    self.count = count
    blockBytes = max(4096, min(64 * 1024, memory / 2 / count))
    spill = SpillFile(folder: context.scratch, memory: memory / 2)
    partitions = Mutex((0..<count).map { _ in Partition() })
  }

  /// How many partitions keep each below `bytes`, for that many bytes in all; a power of two.
  static func count(for total: Int, each bytes: Int) -> Int {
    var count = 1
    while count < 1024, total / count > max(bytes, 1) { count *= 2 }
    return count
  }

  /// Appends a whole block of records, `head` before it, to a partition.
  func append(_ block: ByteBuffer, head: ByteBuffer, to partition: Int) throws(Problem) {
    try append(block, 0..<block.count, head: head, to: partition)
  }

  /// Appends a part of a block.
  func append(
    _ block: ByteBuffer, _ range: Range<Int>, head: ByteBuffer, to partition: Int
  ) throws(Problem) {
    try partitions.withLock { (partitions: inout [Partition]) throws(Problem) in
      let open = partitions[partition].open
      open.append(Slice(start: 0, length: head.count), of: head)
      open.append(Slice(start: range.lowerBound, length: range.count), of: block)
      guard open.count >= blockBytes else { return }
      partitions[partition].extents.append(try spill.appendCopy(open))
      open.removeAll()
    }
  }

  func bytes(of partition: Int) -> Int {
    partitions.withLock { $0[partition].extents.reduce($0[partition].open.count) { $0 + $1.count } }
  }

  /// All that was appended to a partition, in order.
  func read(_ partition: Int) throws(Problem) -> ByteBuffer {
    let found = partitions.withLock { $0[partition] }
    let whole = ByteBuffer(capacity: bytes(of: partition))
    for extent in found.extents { try spill.read(extent, into: whole) }
    whole.append(Slice(start: 0, length: found.open.count), of: found.open)
    return whole
  }
}
