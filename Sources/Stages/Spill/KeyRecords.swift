import Bytes
import StageKit
import Table

/// The keys of rows, dealt out to partitions by hash while the rows themselves wait elsewhere.
///
/// ```
/// group    first row u64 │ bytes u32 │ record …            one batch's part of a partition
/// record   hash 16 │ row in batch u32 │ key bytes u32 │ more bytes u32 │ key │ more
/// ```
/// `more` is what a stage compares or carries beside the key, such as an order. Records of a partition are in
/// input order.
enum KeyRecords {
  /// One batch's records, made on any thread: bytes by partition, still without the number of the first row.
  struct Dealt: Sendable {
    var parts: [ByteBuffer?]
  }

  /// A record's place in a partition's bytes.
  struct Record {
    var hash: Hash128
    /// The number, counted over all batches, of the row.
    var row: Int
    var key: Range<Int>
    var more: Range<Int>
  }

  static let headBytes = 12
  private static let recordBytes = 28

  /// Rows whose key is null have no record.
  static func deal(
    _ keys: (buffer: ByteBuffer, keys: [Slice]), more: (buffer: ByteBuffer, keys: [Slice])?,
    partitions: Int
  ) -> Dealt {
    var parts = [ByteBuffer?](repeating: nil, count: partitions)
    let hashes = hash128(of: keys.keys, in: keys.buffer)
    let mask = UInt64(partitions - 1)
    let expected = keys.keys.count / partitions * 96 + 256
    for (row, key) in keys.keys.enumerated() where key.isPresent {
      let hash = hashes[row]
      let partition = Int(truncatingIfNeeded: hash.high & mask)
      let part: ByteBuffer
      if let open = parts[partition] {
        part = open
      } else {
        part = ByteBuffer(capacity: expected)
        parts[partition] = part
      }
      part.append(value: hash)
      part.append(value: UInt32(truncatingIfNeeded: row))
      part.append(value: UInt32(truncatingIfNeeded: key.count))
      part.append(value: UInt32(truncatingIfNeeded: more?.keys[row].count ?? 0))
      part.append(key, of: keys.buffer)
      if let more { part.append(more.keys[row], of: more.buffer) }
    }
    return Dealt(parts: parts)
  }

  /// Lays a batch's records away, in input order.
  static func append(_ dealt: Dealt, firstRow: Int, to set: PartitionSet) throws(Problem) {
    let head = ByteBuffer(capacity: headBytes)
    for (partition, part) in dealt.parts.enumerated() {
      guard let part, part.count > 0 else { continue }
      head.removeAll()
      head.append(value: UInt64(firstRow))
      head.append(value: UInt32(part.count))
      try set.append(part, head: head, to: partition)
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
        let key = at + recordBytes
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
