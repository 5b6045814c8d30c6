/// A document's bytes, in which libyaml's places, which count characters, become places in bytes.
struct YAMLText {
  /// Without a byte order mark.
  let bytes: [UInt8]
  private let markBytes: Int
  /// Where each character begins, and then the end; empty when every character is one byte.
  private let starts: [UInt32]

  init(_ source: Span<UInt8>) {
    let isMarked =
      source.count >= 3 && source[0] == 0xef && source[1] == 0xbb && source[2] == 0xbf
    markBytes = isMarked ? 3 : 0
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count)
    var isASCII = true
    for index in markBytes..<source.count {
      bytes.append(source[index])
      isASCII = isASCII && source[index] < 0x80
    }
    var starts: [UInt32] = []
    if !isASCII {
      starts.reserveCapacity(bytes.count + 1)
      for index in bytes.indices where bytes[index] & 0xc0 != 0x80 { starts.append(UInt32(index)) }
      starts.append(UInt32(bytes.count))
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// - Parameters:
  ///   - index: characters before the place. - line: 0-based. - column: characters before it on its line.
  func position(index: Int, line: Int, column: Int) -> YAMLPosition {
    let offset = byte(index)
    return YAMLPosition(
      offset: offset + markBytes, line: line + 1, column: offset - byte(index - column) + 1)
  }

  /// The place of a byte of ``bytes``, lines counted by line feeds.
  func position(byte wanted: Int) -> YAMLPosition {
    let before = bytes[..<min(wanted, bytes.count)]
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return YAMLPosition(
      offset: before.count + markBytes, line: line + 1, column: before.count - lineStart + 1)
  }

  /// The byte that begins a character, or nothing at the end.
  func character(at index: Int) -> UInt8? {
    let offset = byte(index)
    return offset < bytes.count ? bytes[offset] : nil
  }

  private func byte(_ index: Int) -> Int {
    if starts.isEmpty { return min(max(index, 0), bytes.count) }
    return Int(starts[min(max(index, 0), starts.count - 1)])
  }
}
