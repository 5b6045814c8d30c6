import CSluice

/// The records of a batch's rows, dealt out by the hash of their keys.
///
/// ```
/// record   hash u64 │ row in batch u32 │ key bytes u32 │ more bytes u32 │ key │ more
/// ```
/// Records of one partition lie together, in the order of the rows; a row whose key is absent has none. They carry the
/// low word of the hash, while the high one chooses the partition.
public struct DealtRecords: Sendable {
  /// Of a record before its key.
  public static let headBytes = 20

  public let buffer: ByteBuffer
  /// Where each partition's records end; they begin where those of the one before end.
  public let ends: [UInt32]

  /// - Parameter more: what is carried beside the key.
  /// - Parameter partitions: a power of two; the high word of the hash chooses.
  public init(
    _ keys: (buffer: ByteBuffer, keys: [Slice]), more: (buffer: ByteBuffer, keys: [Slice])?,
    partitions: Int
  ) {
    precondition(partitions > 0 && partitions & (partitions - 1) == 0, "no power of two")
    let hashes = hash128(of: keys.keys, in: keys.buffer)
    var bytes = 16
    for key in keys.keys where key.isPresent { bytes &+= Self.headBytes &+ key.count }
    if let more {
      more.buffer.checkWithin(more.keys)
      precondition(more.keys.count >= keys.keys.count, "fewer rows than keys")
      for cell in more.keys { bytes &+= cell.count }
    }
    let buffer = ByteBuffer(capacity: bytes)
    ends = unsafe [UInt32](unsafeUninitializedCapacity: partitions) { ends, count in
      unsafe hashes.withUnsafeBytes { hashes in
        unsafe keys.keys.withUnsafeBytes { keySlices in
          unsafe (more?.keys ?? []).withUnsafeBytes { moreSlices in
            var first = unsafe sluice_cells(
              block: keys.buffer.base, capacity: keys.buffer.capacity,
              slices: keySlices.baseAddress?.assumingMemoryBound(to: sluice_slice.self))
            var second = unsafe sluice_cells()
            if let more {
              unsafe second.block = UnsafePointer(more.buffer.base)
              unsafe second.slices = moreSlices.baseAddress?.assumingMemoryBound(
                to: sluice_slice.self)
            }
            // SAFETY: a Hash128 is two words, Slice has the layout of sluice_slice, every cell lies in its buffer, and
            // there is room for every record and an end a partition.
            unsafe sluice_deal(
              hashes.baseAddress?.assumingMemoryBound(to: UInt64.self), &first, &second,
              keys.keys.count, UInt64(partitions - 1), buffer.base, ends.baseAddress)
          }
        }
      }
      count = partitions
    }
    buffer.storedCount = Int(ends.last ?? 0)
    self.buffer = buffer
  }

  /// The records of one partition.
  public func range(of partition: Int) -> Range<Int> {
    (partition == 0 ? 0 : Int(ends[partition - 1]))..<Int(ends[partition])
  }

  /// Deals packed records out as they are, each with its link; the partition is that of their keys.
  public init(linked packed: PackedRecords, partitions: Int) {
    precondition(partitions > 0 && partitions & (partitions - 1) == 0, "no power of two")
    let keys = packed.records.map { record in
      record.isPresent
        ? Slice(start: record.range.lowerBound, length: packed.keyBytes(of: record)) : record
    }
    let hashes = hash128(of: keys, in: packed.buffer)
    let mask = UInt64(partitions - 1)
    var sizes = [UInt32](repeating: 0, count: partitions)
    for (row, record) in packed.records.enumerated() where record.isPresent {
      sizes[Int(hashes[row].high & mask)] += UInt32(record.count + PackedRecords.linkBytes)
    }
    var next: UInt32 = 0
    var starts: [Int] = []
    for size in sizes {
      starts.append(Int(next))
      next += size
    }
    let buffer = ByteBuffer(capacity: Int(next))
    buffer.storedCount = Int(next)
    for (row, record) in packed.records.enumerated() where record.isPresent {
      let partition = Int(hashes[row].high & mask)
      let length = record.count + PackedRecords.linkBytes
      buffer.copy(
        Slice(start: PackedRecords.start(of: record), length: length), of: packed.buffer,
        to: starts[partition])
      starts[partition] += length
    }
    ends = starts.map { UInt32($0) }
    self.buffer = buffer
  }
}

extension ByteBuffer {
  /// Copies a cell of another buffer over the bytes at an offset.
  fileprivate func copy(_ cell: Slice, of other: ByteBuffer, to offset: Int) {
    let range = cell.range
    precondition(
      range.upperBound <= other.storedCount && offset >= 0 && offset + range.count <= storedCount)
    // SAFETY: both ranges were just checked; the buffers are two.
    unsafe (base + offset).update(from: other.base + range.lowerBound, count: range.count)
  }
}
