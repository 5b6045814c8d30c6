import Bytes
import CNettle

/// Fingerprints of bytes, by nettle, as lower-case hexadecimal text.
public enum Digest {
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
    let text = ByteBuffer(capacity: 2 * algorithm.bytes)
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0, algorithm, to: text) }
    return text.text
  }

  /// Appends the fingerprint of each cell to `target`; a cell that has no value keeps having none.
  ///
  /// - Returns: where each text lies in `target`, which must stay below 4 GiB.
  public static func hexDigests(
    of slices: [Slice], in source: ByteBuffer, algorithm: Algorithm, into target: ByteBuffer
  ) -> [Slice] {
    target.reserve(slices.count * 2 * algorithm.bytes)
    return slices.map { slice in
      guard slice.isPresent else { return slice }
      let start = target.count
      unsafe source.bytes(slice).withUnsafeBufferPointer {
        unsafe append($0, algorithm, to: target)
      }
      return Slice(start: start, length: 2 * algorithm.bytes)
    }
  }

  private static func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ algorithm: Algorithm, to target: ByteBuffer
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: algorithm.bytes) { result in
      // SAFETY: each call reads the count it is given and writes the algorithm's own byte count.
      switch algorithm {
      case .md5:
        var state = md5_ctx()
        unsafe nettle_md5_init(&state)
        unsafe nettle_md5_update(&state, bytes.count, bytes.baseAddress)
        unsafe nettle_md5_digest(&state, result.count, result.baseAddress)
      case .sha1:
        var state = sha1_ctx()
        unsafe nettle_sha1_init(&state)
        unsafe nettle_sha1_update(&state, bytes.count, bytes.baseAddress)
        unsafe nettle_sha1_digest(&state, result.count, result.baseAddress)
      case .sha256:
        var state = sha256_ctx()
        unsafe nettle_sha256_init(&state)
        unsafe nettle_sha256_update(&state, bytes.count, bytes.baseAddress)
        unsafe nettle_sha256_digest(&state, result.count, result.baseAddress)
      }
      unsafe Hexadecimal.append(UnsafeBufferPointer(result), to: target)
    }
  }
}
