import Bytes
import StageKit
import Table

/// The keys of rows, dealt out to partitions by hash while the rows themselves wait elsewhere.
///
/// ```
/// group    first row u64 │ bytes u32 │ record …            one batch's part of a partition (see DealtRecords)
/// ```
/// What a record carries beside its key is what a stage compares, such as an order. Records of a partition are in
/// input order.
enum KeyRecords {
  /// A record's place in a partition's bytes.
  struct Record {
    var hash: Hash128
    /// The number, counted over all batches, of the row.
    var row: Int
    var key: Range<Int>
    var more: Range<Int>
  }

  private static let headBytes = 12

  /// Lays a batch's records away, in input order.
  static func append(_ dealt: DealtRecords, firstRow: Int, to set: PartitionSet) throws(Problem) {
    let head = ByteBuffer(capacity: headBytes)
    for partition in dealt.ends.indices {
      let range = dealt.range(of: partition)
      if range.isEmpty { continue }
      head.removeAll()
      head.append(value: UInt64(firstRow))
      head.append(value: UInt32(range.count))
      try set.append(dealt.buffer, range, head: head, to: partition)
    }
  }

  /// Calls `body` for every record of a partition, in input order.
  @inline(__always)
  static func forEach<Failure: Error>(
    _ partition: ByteBuffer, _ body: (Record) throws(Failure) -> Void
  ) throws(Failure) {
    var at = 0
    while at < partition.count {
      let firstRow = Int(partition.value(UInt64.self, at: at))
      let end = at + headBytes + Int(partition.value(UInt32.self, at: at + 8))
      at += headBytes
      while at < end {
        let key = at + DealtRecords.headBytes
        let more = key + Int(partition.value(UInt32.self, at: at + 20))
        let next = more + Int(partition.value(UInt32.self, at: at + 24))
        try body(
          Record(
            hash: partition.value(Hash128.self, at: at),
            row: firstRow + Int(partition.value(UInt32.self, at: at + 16)), key: key..<more,
            more: more..<next))
        at = next
      }
    }
  }
}
