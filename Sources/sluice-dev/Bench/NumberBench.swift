import Bytes

/// Whole numbers read from a column of text and written to one, beside a cell and a digit at a time.
struct NumberBench {
  func comparisons() throws(BenchError) -> [Comparison] {
    var random = BenchRandom()
    let batches = (0..<TextCells.batchCount).map { _ in
      (0..<TextCells.batchRows).map { _ -> Int64 in
        let size = random.pick([2, 4, 7, 10, 13, 17])
        let value = (0..<size).reduce(Int64(0)) { sum, _ in sum * 10 + Int64(random.below(10)) }
        return random.chance(10) ? 0 - value : value
      }
    }
    let read = try Comparison.measured(
      "whole numbers read, a column", beside: "parseInteger a cell", TextCells.rowCount, .values,
      over: batches.map { TextCells($0.map(String.init)) },
      kernel: { $0.buffer.wholeNumbers($0.slices)?.values },
      twin: { cells in cells.slices.map { parseInteger(cells.buffer.bytes($0)) } },
      isSame: { $1 == $2 })
    let written = try Comparison.measured(
      "whole numbers written", beside: "a digit at a time", TextCells.rowCount, .values,
      over: batches,
      kernel: { NumberBench.written($0) { $0.append(integer: $1) } },
      twin: { NumberBench.written($0, NumberBench.plain) },
      isSame: { $1.isSame(as: $2) })
    return [read, written]
  }

  @inline(__always)
  private static func written(
    _ values: [Int64], _ append: (ByteBuffer, Int64) -> Void
  ) -> TextCells {
    let buffer = ByteBuffer(capacity: values.count * 20)
    let slices = values.map { value in
      let start = buffer.count
      append(buffer, value)
      return Slice(start: start, length: buffer.count - start)
    }
    return TextCells(buffer, slices)
  }

  private static func plain(_ buffer: ByteBuffer, _ value: Int64) {
    if value < 0 { buffer.append(0x2d) }
    var rest = value.magnitude
    var size: UInt64 = 1
    while rest / size >= 10 { size *= 10 }
    while size > 0 {
      buffer.append(0x30 + UInt8(rest / size))
      rest %= size
      size /= 10
    }
  }
}
