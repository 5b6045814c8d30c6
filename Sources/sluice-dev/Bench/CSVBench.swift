import Bytes

/// CSV from bytes to cells: ``CSVIndex`` and ``CSVMatrix`` beside a reader of single bytes.
struct CSVBench {
  static let width = 8
  /// What a run's reader makes one batch of.
  private static let chunkBytes = 768 * 1024
  private static let chunkCount = 32
  private static let style = CSVCells(
    delimiter: 0x2c, quote: 0x22, backslash: .none, nulls: [""], quotedNulls: false)

  /// Whole records, and how many bytes they have; cells with something to take out are appended behind.
  struct Chunk {
    let buffer = ByteBuffer(capacity: chunkBytes * 2)
    var count = 0
  }

  /// Rows as a warehouse writes people: three in eight names stand in quotes.
  static func chunks() -> [Chunk] {
    var random = BenchRandom()
    let names = [
      "Maria", "John", "Siobhan", "Zoë", "Christopher", "\"Smith, Jr.\"",
      "\"Robert \"\"Bob\"\"\"", "\"two\nlines\"",
    ]
    return (0..<chunkCount).map { _ in
      var chunk = Chunk()
      while chunk.buffer.count < chunkBytes {
        let day = "202\(random.below(6))-\(random.pair(1..<13))-\(random.pair(1..<29))"
        let time = "\(random.pair(0..<24)):\(random.pair(0..<60)):\(random.pair(0..<60)).123 +0000"
        let plan = random.pick(["free", "basic", "pro", ""])
        chunk.buffer.append(
          "person-\(random.digits(6)),\(random.pick(names)),some.one\(random.digits(7))@example.com,"
            + "\(day) \(time),\(random.digits(5)).50,\(plan),\(random.chance(50)),"
            + "\(random.digits(12))\n")
      }
      chunk.count = chunk.buffer.count
      return chunk
    }
  }

  func comparisons() throws(BenchError) -> [Comparison] {
    let chunks = CSVBench.chunks()
    let count = chunks.reduce(0) { $0 + $1.count }
    let index = try Comparison.measured(
      "CSV: where fields and records end", beside: "a byte at a time", count, .gigabytes,
      over: chunks,
      kernel: { csvIndex($0.buffer.bytes, delimiter: 0x2c, quote: 0x22).entries },
      twin: { CSVBench.plainIndex($0.buffer.bytes) }, isSame: { $1 == $2 })
    let cells = try Comparison.measured(
      "CSV: index and all cells", beside: "a byte at a time", count, .gigabytes, over: chunks,
      kernel: { (chunk) throws(BenchError) in
        chunk.buffer.truncate(to: chunk.count)
        return try CSVBench.cells(chunk.buffer)
      },
      // Its texts go behind the kernel's, which are still to be compared.
      twin: { CSVBench.plainCells($0.buffer, upTo: $0.count) },
      isSame: { chunk, found, expected in
        found.indices.allSatisfy { column in
          let rows = stride(from: column, to: expected.count, by: CSVBench.width)
          return TextCells(chunk.buffer, found[column])
            .isSame(as: TextCells(chunk.buffer, rows.map { expected[$0] }))
        }
      })
    return [index, cells]
  }

  /// The cells, a column after the other.
  private static func cells(_ buffer: ByteBuffer) throws(BenchError) -> [[Slice]] {
    let index = csvIndex(buffer.bytes, delimiter: 0x2c, quote: 0x22)
    guard
      let matrix = CSVMatrix(index.entries, of: buffer, width: width, escapesLineEnds: false)
    else { throw BenchError(message: "CSV: a record has another number of fields") }
    return (0..<width).map { matrix.cells($0, style) }
  }

  private static func plainIndex(_ bytes: Span<UInt8>) -> [UInt32] {
    var entries: [UInt32] = []
    var isInQuotes = false
    for at in bytes.indices {
      let byte = bytes[at]
      if byte == 0x22 { isInQuotes.toggle() }
      if isInQuotes { continue }
      if byte == 0x2c { entries.append(UInt32(at)) }
      if byte == 0x0a { entries.append(UInt32(at) | CSVIndex.newline) }
    }
    return entries
  }

  /// The cells, a row after the other.
  private static func plainCells(_ buffer: ByteBuffer, upTo end: Int) -> [Slice] {
    var cells: [Slice] = []
    var rewritten: [UInt8] = []
    let behind = buffer.count
    do {
      let bytes = buffer.bytes
      var at = 0
      while at < end {
        var start = at
        if bytes[at] != 0x22 {
          while bytes[at] != 0x2c, bytes[at] != 0x0a { at += 1 }
          cells.append(at == start ? .null : Slice(start: start, length: at - start))
        } else {
          at += 1
          start = at
          var isDoubled = false
          while bytes[at] != 0x22 || bytes[at + 1] == 0x22 {
            if bytes[at] == 0x22 {
              isDoubled = true
              at += 1
            }
            at += 1
          }
          if isDoubled {
            cells.append(plainText(bytes.extracting(start..<at), behind, &rewritten))
          } else {
            cells.append(Slice(start: start, length: at - start))
          }
          at += 1
        }
        at += 1
      }
    }
    buffer.append(rewritten)
    return cells
  }

  /// The text with single quotes for double ones, kept to be appended at `behind`.
  private static func plainText(
    _ text: Span<UInt8>, _ behind: Int, _ rewritten: inout [UInt8]
  ) -> Slice {
    let start = rewritten.count
    var at = 0
    while at < text.count {
      rewritten.append(text[at])
      at += text[at] == 0x22 ? 2 : 1
    }
    return Slice(start: behind + start, length: rewritten.count - start)
  }
}
