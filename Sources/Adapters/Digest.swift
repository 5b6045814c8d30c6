import Bytes

/// Fingerprints of bytes, by libcrypto, as lower-case hexadecimal text.
public enum Digest {
  /// The digests that expressions can ask for.
  public enum Algorithm: String, Sendable, CaseIterable {
    case md5, sha1, sha256

    /// Length of the fingerprint itself; its text is twice as long.
    public var bytes: Int {
      switch self {
      case .md5: 16
      case .sha1: 20
      case .sha256: 32
      }
    }
  }

  /// One fingerprint as text.
  public static func hex(of bytes: Span<UInt8>, _ algorithm: Algorithm) -> String {
    var state = DigestState(algorithm)
    unsafe bytes.bytes.withUnsafeBytes { unsafe state.update($0) }
    let text = ByteBuffer(capacity: 2 * algorithm.bytes)
    unsafe text.appendUnsafe(minimum: 2 * algorithm.bytes) { free in
      unsafe state.finish(into: free)
      return 2 * algorithm.bytes
    }
    return text.text
  }

  /// Appends the fingerprint of each cell to `target`; a cell that has no value keeps having none.
  ///
  /// - Returns: where each text lies in `target`, which must stay below 4 GiB.
  public static func hexDigests(
    of slices: [Slice], in source: ByteBuffer, algorithm: Algorithm, into target: ByteBuffer
  ) -> [Slice] {
    let width = 2 * algorithm.bytes
    let before = target.count
    var places: [Slice] = []
    places.reserveCapacity(slices.count)
    unsafe source.withUnsafeBytes { all in
      unsafe target.appendUnsafe(minimum: slices.count * width) { free in
        var state = DigestState(algorithm)
        var used = 0
        for slice in slices {
          guard slice.isPresent else {
            places.append(slice)
            continue
          }
          precondition(slice.range.upperBound <= all.count, "slice outside of its buffer")
          // SAFETY: the range was just checked, and `free` has `width` bytes for every slice.
          let cell = unsafe UnsafeRawBufferPointer(rebasing: all[slice.range])
          unsafe state.hex(of: cell, into: UnsafeMutableRawBufferPointer(rebasing: free[used...]))
          places.append(Slice(start: before + used, length: width))
          used += width
        }
        return used
      }
    }
    return places
  }
}
