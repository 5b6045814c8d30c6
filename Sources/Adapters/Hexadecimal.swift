import Bytes

/// Bytes as two lower-case digits each.
enum Hexadecimal {
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, to target: ByteBuffer) {
    unsafe target.appendUnsafe(minimum: 2 * bytes.count) { free in
      for index in 0..<bytes.count {
        // SAFETY: `free` has room for twice the count.
        let byte = unsafe bytes[index]
        unsafe free[2 * index] = digit(byte >> 4)
        unsafe free[2 * index + 1] = digit(byte & 15)
      }
      return 2 * bytes.count
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
