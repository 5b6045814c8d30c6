import CGcrypt

/// The room that one algorithm works in, used for fingerprint after fingerprint.
//
// SAFETY: the handle is opened here, used by one owner and closed once.
@safe
final class DigestState {
  private static let isReady = sluice_gcrypt_start() == 1

  private let algorithm: Digest.Algorithm
  private let handle: gcry_md_hd_t

  init(_ algorithm: Digest.Algorithm) {
    let code =
      switch algorithm {
      case .md5: GCRY_MD_MD5
      case .sha1: GCRY_MD_SHA1
      case .sha256: GCRY_MD_SHA256
      }
    var opened: gcry_md_hd_t?
    guard Self.isReady, unsafe gcry_md_open(&opened, Int32(code.rawValue), 0) == 0,
      let handle = unsafe opened
    else { fatalError("libgcrypt has no \(algorithm.rawValue)") }
    self.algorithm = algorithm
    unsafe self.handle = handle
  }

  /// What has been taken in so far, to go on from.
  init(copy other: DigestState) {
    var copied: gcry_md_hd_t?
    guard unsafe gcry_md_copy(&copied, other.handle) == 0, let handle = unsafe copied else {
      fatalError("out of memory")
    }
    algorithm = other.algorithm
    unsafe self.handle = handle
  }

  deinit { unsafe gcry_md_close(handle) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: the library reads the count it is given.
    unsafe gcry_md_write(handle, bytes.baseAddress, bytes.count)
  }

  /// Writes two lower-case digits for each byte of the fingerprint, and begins anew.
  func finish(into text: UnsafeMutableRawBufferPointer) {
    let count = algorithm.bytes
    precondition(text.count >= 2 * count)
    // SAFETY: the library gives as many bytes as its algorithm has, which stay until the state begins anew.
    guard let result = unsafe gcry_md_read(handle, 0) else { fatalError("no fingerprint") }
    for index in 0..<count {
      // SAFETY: the text was checked to have twice the count.
      let byte = unsafe result[index]
      unsafe text[2 * index] = Self.digit(byte >> 4)
      unsafe text[2 * index + 1] = Self.digit(byte & 15)
    }
    unsafe gcry_md_reset(handle)
  }

  func hex(of bytes: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer) {
    unsafe update(bytes)
    unsafe finish(into: text)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
