import CCrypto

/// The room that one algorithm works in, used for fingerprint after fingerprint.
struct DigestState {
  private let algorithm: Digest.Algorithm
  private var md5 = MD5_CTX()
  private var sha1 = SHA_CTX()
  private var sha256 = SHA256_CTX()
  private var result: [32 of UInt8] = .init(repeating: 0)

  init(_ algorithm: Digest.Algorithm) {
    self.algorithm = algorithm
    begin()
  }

  private mutating func begin() {
    switch algorithm {
    case .md5: _ = unsafe MD5_Init(&md5)
    case .sha1: _ = unsafe SHA1_Init(&sha1)
    case .sha256: _ = unsafe SHA256_Init(&sha256)
    }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: each call reads the count it is given.
    switch algorithm {
    case .md5: _ = unsafe MD5_Update(&md5, bytes.baseAddress, bytes.count)
    case .sha1: _ = unsafe SHA1_Update(&sha1, bytes.baseAddress, bytes.count)
    case .sha256: _ = unsafe SHA256_Update(&sha256, bytes.baseAddress, bytes.count)
    }
  }

  /// Writes two lower-case digits for each byte of the fingerprint, and begins anew.
  mutating func finish(into text: UnsafeMutableRawBufferPointer) {
    let count = algorithm.bytes
    precondition(text.count >= 2 * count)
    var span = result.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { result in
      // SAFETY: each call writes its algorithm's own byte count, at most 32.
      switch algorithm {
      case .md5: _ = unsafe MD5_Final(result.baseAddress, &md5)
      case .sha1: _ = unsafe SHA1_Final(result.baseAddress, &sha1)
      case .sha256: _ = unsafe SHA256_Final(result.baseAddress, &sha256)
      }
      for index in 0..<count {
        // SAFETY: the text was checked to have twice the count.
        let byte = unsafe result[index]
        unsafe text[2 * index] = Self.digit(byte >> 4)
        unsafe text[2 * index + 1] = Self.digit(byte & 15)
      }
    }
    begin()
  }

  mutating func hex(of bytes: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer) {
    unsafe update(bytes)
    unsafe finish(into: text)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
