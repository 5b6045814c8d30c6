import CNettle

/// The room that one algorithm works in, used for fingerprint after fingerprint.
struct DigestState {
  private let algorithm: Digest.Algorithm
  private var md5 = md5_ctx()
  private var sha1 = sha1_ctx()
  private var sha256 = sha256_ctx()
  private var result: [32 of UInt8] = .init(repeating: 0)

  init(_ algorithm: Digest.Algorithm) {
    self.algorithm = algorithm
    switch algorithm {
    case .md5: unsafe nettle_md5_init(&md5)
    case .sha1: unsafe nettle_sha1_init(&sha1)
    case .sha256: unsafe nettle_sha256_init(&sha256)
    }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    // SAFETY: each call reads the count it is given.
    switch algorithm {
    case .md5: unsafe nettle_md5_update(&md5, bytes.count, start)
    case .sha1: unsafe nettle_sha1_update(&sha1, bytes.count, start)
    case .sha256: unsafe nettle_sha256_update(&sha256, bytes.count, start)
    }
  }

  /// Writes two lower-case digits for each byte of the fingerprint, and begins anew.
  mutating func finish(into text: UnsafeMutableRawBufferPointer) {
    let count = algorithm.bytes
    precondition(text.count >= 2 * count)
    var span = result.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { result in
      // SAFETY: each call writes its algorithm's own byte count, at most 32, and resets its state.
      switch algorithm {
      case .md5: unsafe nettle_md5_digest(&md5, count, result.baseAddress)
      case .sha1: unsafe nettle_sha1_digest(&sha1, count, result.baseAddress)
      case .sha256: unsafe nettle_sha256_digest(&sha256, count, result.baseAddress)
      }
      for index in 0..<count {
        // SAFETY: the text was checked to have twice the count.
        let byte = unsafe result[index]
        unsafe text[2 * index] = Self.digit(byte >> 4)
        unsafe text[2 * index + 1] = Self.digit(byte & 15)
      }
    }
  }

  mutating func hex(of bytes: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer) {
    unsafe update(bytes)
    unsafe finish(into: text)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
