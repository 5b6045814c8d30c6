import Bytes
import CISAL

/// The checksum that gzip uses, taken over bytes as they pass; carry-less multiplication makes it cheap.
public struct CRC32: Equatable, Sendable {
  /// The checksum of everything so far.
  public private(set) var value: UInt32 = 0

  public init() {}

  /// Takes in the next bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    value = unsafe bytes.withUnsafeBufferPointer { view in
      guard let start = view.baseAddress else { return value }
      // SAFETY: the count is that of the span; the library only reads.
      return unsafe crc32_gzip_refl(value, start, UInt64(view.count))
    }
  }

  mutating func update(_ byte: UInt8) {
    let one: [1 of UInt8] = [byte]
    update(one.span)
  }
}
