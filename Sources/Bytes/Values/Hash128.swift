import CSluice

/// XXH3's 128 bits of some bytes: wide enough that equal hashes are taken for equal keys.
///
/// Among a billion keys two different ones share a hash with a probability of about 10⁻²¹.
@frozen
public struct Hash128: Hashable, Sendable {
  public var low: UInt64
  public var high: UInt64

  @inlinable
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}

/// The hash of one run of bytes; the same on every machine and in every version of Sluice.
public func hash128(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> Hash128 {
  var words: (UInt64, UInt64) = (0, 0)
  unsafe withUnsafeMutablePointer(to: &words) { pair in
    // SAFETY: a pair of words is laid out as two words; the kernel writes exactly those.
    unsafe pair.withMemoryRebound(to: UInt64.self, capacity: 2) { words in
      unsafe bytes.withUnsafeBufferPointer { source in
        unsafe sluice_hash128(source.baseAddress, source.count, seed, words)
      }
    }
  }
  return Hash128(low: words.0, high: words.1)
}

/// The hashes of a whole column's cells, one a row.
///
/// A null and a missing cell each have a hash of their own, which is not that of the empty text.
public func hash128(of slices: [Slice], in buffer: ByteBuffer) -> [Hash128] {
  buffer.checkWithin(slices)
  return unsafe [Hash128](unsafeUninitializedCapacity: slices.count) { free, count in
    unsafe buffer.withUnsafeBytes { bytes in
      unsafe slices.withUnsafeBytes { cells in
        // SAFETY: a Slice is two 32-bit words and a Hash128 two 64-bit words, both frozen; every slice was
        // checked to lie in the buffer.
        unsafe sluice_hash128_slices(
          bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
          cells.baseAddress?.assumingMemoryBound(to: UInt32.self), slices.count,
          UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: UInt64.self))
      }
    }
    count = slices.count
  }
}

extension ByteBuffer {
  /// Appends a ULID: 48 bits of milliseconds (0 without a time), then the low 80 bits of a hash.
  public func append(ulid time: Instant, _ hash: Hash128) {
    let milliseconds = time.isPresent ? max(0, time.milliseconds ?? 0) : 0
    reserve(26)
    // SAFETY: room was made for the 26 bytes that the kernel writes.
    unsafe sluice_ulid(
      base + storedCount, UInt64(milliseconds) & 0xffff_ffff_ffff, hash.low, hash.high)
    storedCount &+= 26
  }
}
