import CSluice

/// Reads a whole column of moments, by a kernel whose plain twin is ``parseInstant(_:offset:)``.
///
/// - Parameter offset: seconds east of UTC for a text without a zone of its own.
/// - Returns: one moment a row (null and missing stay what they are), and the rows that are none.
public func parseInstants(
  _ slices: [Slice], in buffer: ByteBuffer, offset: Int = 0
) -> (instants: [Instant], failures: [Int]) {
  buffer.checkWithin(slices)
  var failed = [UInt32](repeating: 0, count: 0)
  let instants = unsafe [Instant](unsafeUninitializedCapacity: slices.count) { free, count in
    failed = unsafe [UInt32](unsafeUninitializedCapacity: slices.count) { rows, noted in
      unsafe slices.withUnsafeBytes { cells in
        // SAFETY: Slice and Instant have the layouts of the C structs; every slice lies in the buffer, and both
        // outputs have room for one entry a slice.
        noted = unsafe sluice_instants(
          buffer.base, buffer.capacity,
          cells.baseAddress?.assumingMemoryBound(to: sluice_slice.self), slices.count,
          Int64(offset),
          UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_instant.self),
          rows.baseAddress)
      }
    }
    count = slices.count
  }
  return (instants, failed.map { Int($0) })
}

extension ByteBuffer {
  /// That all cells with a value lie in the buffer; a kernel that is given them looks no more.
  ///
  /// Where a null stands, in whatever buffer it once stood, is not looked at.
  func checkWithin(_ slices: [Slice]) {
    // Below zero once a cell ends behind the limit; no branch, so that several are looked at at a time.
    let limit = Int64(storedCount)
    var room = limit
    for slice in slices {
      let length = Int64(slice.length)
      room |= limit &- ((Int64(slice.start) &+ length) & ~(length >> 63))
    }
    precondition(room >= 0, "slice outside of its buffer")
  }
}
