import Bytes
import StageKit
import Synchronization
import Table

/// Records dealt out to partitions by hash or by range, so that one partition at a time fits in memory.
///
/// ```
/// group    order u64 │ bytes u32 │ record …
/// ```
/// Filled group by group, from several threads at once; read partition by partition, on any thread, once all are in.
/// Groups are then in the order of their numbers, those with one number in the order they came.
final class PartitionSet: Sendable {
  /// What one partition holds.
  struct Contents: Sendable {
    struct Group: Sendable {
      var order: Int
      var bytes: Range<Int>
    }

    let buffer: ByteBuffer
    let groups: [Group]

    init(_ buffer: ByteBuffer) {
      self.buffer = buffer
      var groups: [Group] = []
      var at = 0
      var isSorted = true
      while at < buffer.count {
        let order = Int(buffer.value(UInt64.self, at: at))
        let start = at + PartitionSet.headBytes
        at = start + Int(buffer.value(UInt32.self, at: at + 8))
        if let last = groups.last, last.order > order { isSorted = false }
        groups.append(Group(order: order, bytes: start..<at))
      }
      // Where groups stand tells the order in which they came.
      if !isSorted {
        groups.sort { ($0.order, $0.bytes.lowerBound) < ($1.order, $1.bytes.lowerBound) }
      }
      self.groups = groups
    }

    /// The records alone, in order.
    var joined: ByteBuffer {
      let records = ByteBuffer(capacity: buffer.count)
      for group in groups {
        records.append(
          Slice(start: group.bytes.lowerBound, length: group.bytes.count), of: buffer)
      }
      return records
    }
  }

  private struct Partition {
    var open = ByteBuffer(capacity: 0)
    var extents: [SpillFile.Extent] = []
  }

  private static let headBytes = 12

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

  /// Appends one group to a partition.
  func append(_ records: ByteBuffer, order: Int, to partition: Int) throws(Problem) {
    try partitions.withLock { (partitions: inout [Partition]) throws(Problem) in
      try append(records, 0..<records.count, order, &partitions[partition])
    }
  }

  /// Appends one group to each partition that has records among those of a batch.
  func append(_ dealt: DealtRecords, order: Int) throws(Problem) {
    try partitions.withLock { (partitions: inout [Partition]) throws(Problem) in
      for partition in dealt.ends.indices where !dealt.range(of: partition).isEmpty {
        try append(dealt.buffer, dealt.range(of: partition), order, &partitions[partition])
      }
    }
  }

  private func append(
    _ block: ByteBuffer, _ range: Range<Int>, _ order: Int, _ partition: inout Partition
  ) throws(Problem) {
    let open = partition.open
    open.append(value: UInt64(order))
    open.append(value: UInt32(range.count))
    open.append(Slice(start: range.lowerBound, length: range.count), of: block)
    guard open.count >= blockBytes else { return }
    partition.extents.append(try spill.appendCopy(open))
    open.removeAll()
  }

  /// All that was appended to a partition.
  func read(_ partition: Int) throws(Problem) -> Contents {
    let found = partitions.withLock { $0[partition] }
    let bytes = found.extents.reduce(found.open.count) { $0 + $1.count }
    let whole = ByteBuffer(capacity: bytes)
    for extent in found.extents { try spill.read(extent, into: whole) }
    whole.append(Slice(start: 0, length: found.open.count), of: found.open)
    return Contents(whole)
  }
}
