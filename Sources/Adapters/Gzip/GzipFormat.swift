/// The fixed parts of a gzip member (RFC 1952, section 2.3).
enum GzipFormat {
  static let magic: (UInt8, UInt8) = (0x1f, 0x8b)
  static let deflate: UInt8 = 8
  /// What the output writes: no flags, no time, no name, unknown system; the same bytes every day.
  static let plainHeader: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

  struct Flags: OptionSet {
    var rawValue: UInt8
    static let headerChecksum = Flags(rawValue: 2)
    static let extra = Flags(rawValue: 4)
    static let name = Flags(rawValue: 8)
    static let comment = Flags(rawValue: 16)
    static let reserved = Flags(rawValue: 0xe0)
  }

  static func hex(_ value: some FixedWidthInteger & UnsignedInteger) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: value.bitWidth / 4 - digits.count) + digits
  }
}
