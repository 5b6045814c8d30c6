import Bytes

/// The fingerprint of bytes as they pass, such as a file's while it is written.
public final class SHA256 {
  private let state = DigestState(.sha256)

  public init() {}

  /// Takes in the next bytes.
  public func update(_ bytes: Span<UInt8>) {
    unsafe bytes.bytes.withUnsafeBytes { unsafe state.update($0) }
  }

  /// 64 lower-case hexadecimal digits; more bytes may follow.
  public var hex: String {
    let copy = DigestState(copy: state)
    let text = ByteBuffer(capacity: 64)
    unsafe text.appendUnsafe(minimum: 64) { free in
      unsafe copy.finish(into: free)
      return 64
    }
    return text.text
  }
}
