import Bytes

/// The fingerprint of bytes as they pass, such as a file's while it is written.
public struct SHA256 {
  private var state = DigestState(.sha256)

  public init() {}

  /// Takes in the next bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.bytes.withUnsafeBytes { unsafe state.update($0) }
  }

  /// 64 lower-case hexadecimal digits; more bytes may follow.
  public var hex: String {
    var copy = state
    let text = ByteBuffer(capacity: 64)
    unsafe text.appendUnsafe(minimum: 64) { free in
      unsafe copy.finish(into: free)
      return 64
    }
    return text.text
  }
}
