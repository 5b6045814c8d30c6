import CSluice

/// Packed records in memory with an index over their keys: the other side of a join.
///
/// ```
/// bucket   12 tags u8 │ count │ 12 record numbers u32          64 bytes, one line of the processor's cache
/// record   link u32 │ packed key │ packed fields               the records of one key are a ring, in their order
/// ```
/// Records lie one behind the other in blocks of 4 MiB. A look-up touches one bucket and one record; buckets are asked for
/// 64 keys ahead and records 32, so that none waits for memory alone. Filled by one thread, then finished, then only read.
public struct RecordTable: Sendable {
  /// What of a key's rows goes on.
  public enum Keep: Sendable {
    case matched, unmatched, all
  }

  /// Which of a row's records it goes on with.
  public enum Take: Sendable {
    case none, all, first
    /// A row with several is ambiguous.
    case one
  }

  /// Pairs of a row and a record, by row; the record is 0 where there is none.
  public struct Matches: Sendable {
    public var left: [UInt32]
    public var right: [UInt32]
    /// Rows with several records where one was promised.
    public var ambiguous: [UInt32]
  }

  private static let blockBytes = 1 << SLUICE_BLOCK_BITS

  public let forms: [PackedField.Form]
  public let prefixes: HexPrefixes
  private var blocks: [ByteBuffer] = []
  /// Where the last block that records begin in stands; those behind it belong to a record longer than a block.
  private var home = -1
  public private(set) var count = 0
  private var buckets = ByteBuffer(capacity: 0)
  private var bucketCount = 0

  /// - Parameter forms: of the fields behind the key.
  public init(_ forms: [PackedField.Form], _ prefixes: HexPrefixes) {
    self.forms = forms
    self.prefixes = prefixes
  }

  /// Bytes held, with the index that ``finish(firstOnly:)`` will build.
  public var bytes: Int { blocks.count * Self.blockBytes + neededBuckets * 64 }

  /// Nine records a bucket on average: few buckets are full then.
  private var neededBuckets: Int { count / 9 + 1 }

  // Filling.

  /// Takes in linked records of the table's forms.
  public mutating func append(_ packed: PackedRecords) {
    var next = 0
    let records = packed.records
    while next < records.count {
      guard records[next].isPresent else {
        next += 1
        continue
      }
      // As many as fit the block are copied at once: they lie one behind the other.
      let start = PackedRecords.start(of: records[next])
      let room = makeRoom(records[next].range.upperBound - start)
      var end = start
      while next < records.count {
        guard records[next].isPresent else {
          next += 1
          continue
        }
        if records[next].range.upperBound - start > room { break }
        end = records[next].range.upperBound
        count += 1
        next += 1
      }
      blocks[home].append(Slice(start: start, length: end - start), of: packed.buffer)
    }
  }

  /// - Returns: the room of the block that a record of that many bytes goes to.
  private mutating func makeRoom(_ bytes: Int) -> Int {
    if home < 0 || blocks[home].count + bytes > Self.blockBytes {
      // Number 0 stands for none: the first block begins with a byte that is no record.
      let block = ByteBuffer(capacity: max(Self.blockBytes, bytes + 1))
      if blocks.isEmpty { block.append(0) }
      home = blocks.count
      blocks.append(block)
      // A record longer than a block takes the numbers of several.
      for _ in 0..<(bytes / Self.blockBytes) { blocks.append(ByteBuffer(capacity: 0)) }
    }
    return max(bytes, Self.blockBytes - blocks[home].count)
  }

  /// Builds the index over all records; afterwards the table is only read.
  ///
  /// - Parameter firstOnly: whether the records of a key after its first are of no use.
  public mutating func finish(firstOnly: Bool) {
    bucketCount = count == 0 ? 0 : neededBuckets
    buckets = ByteBuffer(capacity: bucketCount * 64 + 64)
    buckets.storedCount = bucketCount * 64 + 64
    buckets.clear()
    unsafe withKernel { unsafe sluice_table_build($0, firstOnly ? 1 : 0) }
  }

  /// All records in the order they came, a block at a time.
  public func forEachBlock<Failure: Error>(
    _ body: (PackedRecords) throws(Failure) -> Void
  ) throws(Failure) {
    for (index, block) in blocks.enumerated() where block.count > 0 {
      guard index == 0 else {
        try body(PackedRecords(linked: block, forms))
        continue
      }
      let records = ByteBuffer(capacity: block.count)
      records.append(Slice(start: 1, length: block.count - 1), of: block)
      try body(PackedRecords(linked: records, forms))
    }
  }

  // Reading.

  /// What stands for the records of each key; 0 where there are none.
  ///
  /// - Parameter keys: packed with the table's prefixes, without links.
  public func find(_ keys: (buffer: ByteBuffer, keys: [Slice])) -> [UInt32] {
    find(keys, hash128(of: keys.keys, in: keys.buffer))
  }

  /// The same for keys whose hashes are known.
  public func find(_ keys: (buffer: ByteBuffer, keys: [Slice]), _ hashes: [Hash128]) -> [UInt32] {
    keys.buffer.checkWithin(keys.keys)
    precondition(hashes.count >= keys.keys.count, "fewer hashes than keys")
    return unsafe [UInt32](unsafeUninitializedCapacity: keys.keys.count) { free, written in
      unsafe keys.keys.withUnsafeBytes { slices in
        unsafe hashes.withUnsafeBytes { hashes in
          unsafe withKernel { table in
            // SAFETY: every key lies in its buffer, a Hash128 is two words, and there is room for one number a key.
            unsafe sluice_table_find(
              table, keys.buffer.base,
              slices.baseAddress?.assumingMemoryBound(to: sluice_slice.self),
              hashes.baseAddress?.assumingMemoryBound(to: UInt64.self), keys.keys.count,
              free.baseAddress)
          }
        }
      }
      written = keys.keys.count
    }
  }

  /// The rows that go on, with their records.
  ///
  /// - Parameter found: what ``find(_:)`` gave for each row.
  public func matches(_ found: [UInt32], keep: Keep, take: Take) -> Matches {
    check(found)
    let kept = keep == .matched ? 1 : keep == .unmatched ? 2 : 3
    let taken = take == .none ? 0 : take == .all ? 1 : take == .first ? 2 : 3
    var counts = sluice_match_counts()
    var right: [UInt32] = []
    var ambiguous: [UInt32] = []
    unsafe withKernel { table in
      counts = unsafe sluice_table_matches(
        table, found, found.count, Int32(kept), Int32(taken), nil, nil, nil)
    }
    let left = unsafe [UInt32](unsafeUninitializedCapacity: counts.matches) { left, written in
      right = unsafe [UInt32](unsafeUninitializedCapacity: counts.matches) { right, filled in
        ambiguous = unsafe [UInt32](unsafeUninitializedCapacity: counts.ambiguous) {
          several, noted in
          unsafe withKernel { table in
            // SAFETY: the lists have the room that the same call without them counted.
            _ = unsafe sluice_table_matches(
              table, found, found.count, Int32(kept), Int32(taken), left.baseAddress,
              right.baseAddress, several.baseAddress)
          }
          noted = counts.ambiguous
        }
        filled = counts.matches
      }
      written = counts.matches
    }
    return Matches(left: left, right: right, ambiguous: ambiguous)
  }

  /// A field of some records, as it was packed; null where the number is 0.
  public func field(_ index: Int, of records: [UInt32]) -> PackedField {
    check(records)
    switch forms[index] {
    case .text: return texts(index, records)
    case .truth:
      return .truths(
        unsafe [UInt8](unsafeUninitializedCapacity: records.count) { free, written in
          // SAFETY: the numbers are the table's own, and there is room for one value a record.
          unsafe withKernel {
            unsafe sluice_table_truths($0, index, records, records.count, free.baseAddress)
          }
          written = records.count
        })
    case .instant:
      return .instants(
        unsafe [Instant](unsafeUninitializedCapacity: records.count) { free, written in
          // SAFETY: as above; Instant has the layout of sluice_instant.
          unsafe withKernel {
            unsafe sluice_table_instants(
              $0, index, records, records.count,
              UnsafeMutableRawPointer(free.baseAddress)?
                .assumingMemoryBound(to: sluice_instant.self))
          }
          written = records.count
        })
    }
  }

  private func texts(_ index: Int, _ records: [UInt32]) -> PackedField {
    let buffer = ByteBuffer(capacity: records.count * 40 + 512)
    let cells = unsafe [Slice](unsafeUninitializedCapacity: records.count) { free, written in
      var (row, needed) = (0, 0)
      unsafe withKernel { table in
        unsafe prefixes.withKernel { known in
          while row < records.count {
            buffer.reserve(needed)
            // SAFETY: the numbers are the table's own, there is room for one slice a record, and the kernel writes
            // within the room that it is told of.
            unsafe sluice_table_texts(
              table, index, records, records.count, known, buffer.base, buffer.capacity,
              &buffer.storedCount,
              UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self),
              &row, &needed)
          }
        }
      }
      written = records.count
    }
    return .text(buffer, cells)
  }

  /// That all numbers are those of records.
  private func check(_ records: [UInt32]) {
    var largest: UInt32 = 0
    for record in records { largest = max(largest, record) }
    precondition(Int(largest) >> SLUICE_BLOCK_BITS < max(blocks.count, 1), "no such record")
  }

  /// Lends the table to a kernel.
  private func withKernel(_ body: (UnsafePointer<sluice_table>) -> Void) {
    let kinds = forms.map(\.rawValue)
    let bases = unsafe blocks.map { unsafe Optional($0.base) }
    let counts = blocks.map(\.count)
    unsafe bases.withUnsafeBufferPointer { bases in
      unsafe counts.withUnsafeBufferPointer { counts in
        unsafe kinds.withUnsafeBufferPointer { kinds in
          // Buckets begin at a multiple of 64 bytes, of which one more was allocated than they need.
          let start = unsafe UnsafeMutableRawPointer(buckets.base).alignedUp(toMultipleOf: 64)
          var kernel = unsafe sluice_table(
            blocks: bases.baseAddress, block_bytes: counts.baseAddress, block_count: counts.count,
            buckets: start.assumingMemoryBound(to: sluice_bucket.self), bucket_count: bucketCount,
            forms: kinds.baseAddress, fields: kinds.count)
          unsafe body(&kernel)
        }
      }
    }
    withExtendedLifetime(self) {}
  }
}

extension ByteBuffer {
  /// Zeros in place of all bytes.
  fileprivate func clear() {
    // SAFETY: the buffer holds as many bytes.
    unsafe base.update(repeating: 0, count: storedCount)
  }
}
