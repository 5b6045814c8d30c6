import Bytes

/// Lower case of a column of e-mail addresses, beside a loop over single bytes.
struct LowerBench {
  func comparisons() throws(BenchError) -> [Comparison] {
    var random = BenchRandom()
    // One cell in a hundred is not ASCII; both leave it to the standard library.
    let batches = TextCells.batches {
      let name =
        random.chance(1) ? "ZOË" : random.pick(["Maria.Smith", "JOHN", "a.very.Long.Name"])
      return name + random.digits(4) + random.pick(["@Example.com", "@MAIL.example.org"])
    }
    let count = batches.reduce(0) { $0 + $1.buffer.count }
    return [
      try Comparison.measured(
        "lower case", beside: "a byte at a time", count, .gigabytes, over: batches,
        kernel: { cells in
          let (buffer, slices) = cells.buffer.applying([.lower], to: cells.slices)
          return TextCells(buffer, slices)
        },
        twin: { LowerBench.plain($0) }, isSame: { $1.isSame(as: $2) })
    ]
  }

  private static func plain(_ cells: TextCells) -> TextCells {
    let result = ByteBuffer(capacity: cells.buffer.count + 64)
    let slices = cells.slices.map { slice in
      let start = result.count
      let bytes = cells.buffer.bytes(slice)
      var isASCII = true
      for at in bytes.indices {
        let byte = bytes[at]
        if byte >= 0x80 { isASCII = false }
        result.append(byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)
      }
      if !isASCII {
        result.truncate(to: start)
        result.append(cells.buffer.text(slice).lowercased())
      }
      return Slice(start: start, length: result.count - start)
    }
    return TextCells(result, slices)
  }
}
