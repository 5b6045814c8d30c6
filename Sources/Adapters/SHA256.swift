import Bytes
import CNettle

/// The fingerprint of bytes as they pass, such as a file's while it is written.
public struct SHA256 {
  private var state = sha256_ctx()

  public init() { unsafe nettle_sha256_init(&state) }

  public mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { view in
      // SAFETY: the count is that of the span; the library only reads.
      unsafe nettle_sha256_update(&state, view.count, view.baseAddress)
    }
  }

  /// 64 lower-case hexadecimal digits; more bytes may follow.
  public var hex: String {
    var copy = state
    let text = ByteBuffer(capacity: 64)
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { result in
      // SAFETY: the result has the 32 bytes that the call writes.
      unsafe nettle_sha256_digest(&copy, result.count, result.baseAddress)
      unsafe Hexadecimal.append(UnsafeBufferPointer(result), to: text)
    }
    return text.text
  }
}
