extension ByteBuffer {
  /// Appends bytes in base64 (RFC 4648, with padding).
  public func append(base64 bytes: Span<UInt8>) {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var at = 0
    while at < bytes.count {
      let left = bytes.count - at
      let word =
        UInt32(bytes[at]) << 16 | (left > 1 ? UInt32(bytes[at + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[at + 2]) : 0)
      append(letters[Int(word >> 18)])
      append(letters[Int(word >> 12 & 63)])
      append(left > 1 ? letters[Int(word >> 6 & 63)] : 0x3d)
      append(left > 2 ? letters[Int(word & 63)] : 0x3d)
      at += 3
    }
  }
}
