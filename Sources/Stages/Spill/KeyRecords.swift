import Bytes
import StageKit
import Table

/// The keys of rows, dealt out to partitions by hash while the rows themselves wait elsewhere.
///
/// A batch's records of one partition (see DealtRecords) are a group; the number of the batch's first row is its order.
/// What a record carries beside its key is what a stage compares, such as an order. Records of a partition are in
/// input order.
final class KeyRecords: Sendable {
  /// A record's place in a partition's bytes.
  struct Record {
    /// The low word of its key's hash.
    var hash: UInt64
    /// The number, counted over all batches, of the row.
    var row: Int
    var key: Range<Int>
    var more: Range<Int>
  }

  /// Where the rows wait; it numbers them.
  let rows: SpilledRows
  private let partitions: PartitionSet

  /// - Parameter count: a power of two.
  init(partitions count: Int, _ context: RunContext) {
    let share = KeyRecords.share(of: context)
    rows = SpilledRows(context: context, memory: min(share, 2 << 20))
    partitions = PartitionSet(count: count, context: context, memory: min(share, 12 << 20))
  }

  /// What rows and keys may hold each, and a partition while it is settled.
  static func share(of context: RunContext) -> Int { context.memory / 8 }

  /// How many partitions there are.
  var count: Int { partitions.count }

  /// Lays a batch and the records of its keys away.
  ///
  /// - Returns: the number of its first row, until all are in.
  @discardableResult
  func append(
    _ dealt: DealtRecords, _ frame: ByteBuffer, rowCount: Int, part: Int
  ) throws(Problem) -> Int {
    let first = try rows.append(frame, rowCount: rowCount, part: part)
    try partitions.append(dealt, order: first)
    return first
  }

  /// One partition's records.
  struct Partition {
    let bytes: ByteBuffer
    fileprivate let groups: [PartitionSet.Contents.Group]

    /// Calls `body` for every record, in input order.
    @inline(__always)
    func visit<Failure: Error>(_ body: (Record) throws(Failure) -> Void) throws(Failure) {
      for group in groups {
        var at = group.bytes.lowerBound
        while at < group.bytes.upperBound {
          let key = at + DealtRecords.headBytes
          let more = key + Int(bytes.value(UInt32.self, at: at + 12))
          let next = more + Int(bytes.value(UInt32.self, at: at + 16))
          try body(
            Record(
              hash: bytes.value(UInt64.self, at: at),
              row: group.order + Int(bytes.value(UInt32.self, at: at + 8)), key: key..<more,
              more: more..<next))
          at = next
        }
      }
    }
  }

  /// - Returns: all that was laid away in a partition, once all rows are in.
  func read(_ partition: Int) throws(Problem) -> Partition {
    let contents = try partitions.read(partition)
    var groups = contents.groups
    for index in groups.indices { groups[index].order = rows.settled(groups[index].order) }
    return Partition(bytes: contents.buffer, groups: groups)
  }
}
