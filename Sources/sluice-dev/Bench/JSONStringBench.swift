import Bytes

/// Texts escaped as JSON strings, beside a loop over single bytes.
struct JSONStringBench {
  private static let hex = Array("0123456789abcdef".utf8)

  func comparisons() throws(BenchError) -> [Comparison] {
    var random = BenchRandom()
    let pieces = [
      "Downtown", "São Paulo - Centro", "left at the door, as always", "repeat buyer", "東京駅前",
      "someone.4711@mail.example.com",
    ]
    // One text in ten has something to escape.
    let escaped = [
      "says \"hi\"", "C:\\temp", "two\nlines", "tab\there", "bell\u{7}", "\u{8}\u{c}\r",
    ]
    let batches = TextCells.batches {
      random.pick(pieces) + (random.chance(10) ? random.pick(escaped) : "")
    }
    let count = batches.reduce(0) { $0 + $1.buffer.count }
    return [
      try Comparison.measured(
        "JSON strings escaped", beside: "a byte at a time", count, .gigabytes, over: batches,
        kernel: { cells in
          let result = ByteBuffer(capacity: cells.buffer.count * 2)
          for slice in cells.slices { result.append(jsonString: slice, of: cells.buffer) }
          return result
        },
        twin: { JSONStringBench.plain($0) }, isSame: { $1.isSame(as: $2) })
    ]
  }

  private static func plain(_ cells: TextCells) -> ByteBuffer {
    let result = ByteBuffer(capacity: cells.buffer.count * 2)
    for slice in cells.slices {
      let bytes = cells.buffer.bytes(slice)
      result.append(0x22)
      for at in bytes.indices { append(bytes[at], to: result) }
      result.append(0x22)
    }
    return result
  }

  @inline(__always)
  private static func append(_ byte: UInt8, to result: ByteBuffer) {
    if byte >= 0x20, byte != 0x22, byte != 0x5c { return result.append(byte) }
    result.append(0x5c)
    switch byte {
    case 0x22, 0x5c: result.append(byte)
    case 0x0a: result.append(0x6e)
    case 0x0d: result.append(0x72)
    case 0x09: result.append(0x74)
    case 0x08: result.append(0x62)
    case 0x0c: result.append(0x66)
    default:
      result.append([0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]] as [UInt8])
    }
  }
}
