import Bytes
import Foundation
import Testing

@Suite("Whole lines")
struct JSONWritingRowTests {
  /// The specification: one row, cell by cell, with the plain calls.
  private struct Twin {
    var keys: [String] = []
    var texts: [(ByteBuffer, [Slice])] = []
    var numbers: [([Int64], [UInt8])] = []
    var times: [[Instant]] = []

    func line(_ row: Int) -> String {
      let output = ByteBuffer("{\"t\":1")
      let inner = ByteBuffer()
      for (index, (buffer, slices)) in texts.enumerated() where slices[row].isPresent {
        inner.append(",\"s\(index)\":")
        inner.append(jsonString: slices[row], of: buffer)
      }
      for (index, (values, states)) in numbers.enumerated() where states.isEmpty || states[row] == 0
      {
        inner.append(",\"n\(index)\":\(values[row])")
      }
      for (index, instants) in times.enumerated() where instants[row].isPresent {
        inner.append(",\"i\(index)\":\"")
        inner.append(iso8601: instants[row])
        inner.append("\"")
      }
      output.append(",\"o\":{")
      output.append(String(inner.text.dropFirst()))
      output.append("}}\n")
      return output.text
    }
  }

  @Test("lines of random cells are those of the plain calls, however often the output has to grow")
  func random() {
    var seed = UInt64.random(in: 0 ... .max)
    let printed = seed
    func next(_ below: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % below
    }
    let alphabet = Array("ab\"\\\n\u{1}é日🎉 ,")
    for _ in 0..<60 {
      let rows = 1 + next(20)
      var twin = Twin()
      for _ in 0..<next(5) {
        let buffer = ByteBuffer()
        twin.texts.append(
          (
            buffer,
            (0..<rows).map { _ in
              switch next(8) {
              case 0: return Slice.null
              case 1: return .missing
              case 2:
                let start = buffer.count
                buffer.append(String(repeating: "long\"", count: next(3000)))
                return Slice(start: start, length: buffer.count - start)
              default:
                let start = buffer.count
                buffer.append(String((0..<next(40)).map { _ in alphabet[next(alphabet.count)] }))
                return Slice(start: start, length: buffer.count - start)
              }
            }
          ))
      }
      for _ in 0..<next(3) {
        twin.numbers.append(
          (
            (0..<rows).map { _ in Int64(next(2_000_000)) - 1_000_000 },
            next(2) == 0 ? [] : (0..<rows).map { _ in UInt8(next(3)) }
          ))
      }
      for _ in 0..<next(3) {
        twin.times.append(
          (0..<rows).map { _ in
            next(4) == 0
              ? [.null, .missing][next(2)]
              : Instant(
                seconds: Int64(next(2_000_000_000)), nanoseconds: Int32(next(1_000_000_000)))
          })
      }
      var template = RowTemplate()
      template.literal(Array("{\"t\":1".utf8))
      template.open(Array(",\"o\":".utf8))
      for (index, (buffer, slices)) in twin.texts.enumerated() {
        template.cell(Array(",\"s\(index)\":".utf8), .slices(buffer, slices), as: .jsonString)
      }
      for (index, (values, states)) in twin.numbers.enumerated() {
        template.cell(
          Array(",\"n\(index)\":".utf8), .integers(values, states: states), as: .integer)
      }
      for (index, instants) in twin.times.enumerated() {
        template.cell(
          Array(",\"i\(index)\":".utf8), .instants(instants), as: .iso8601, .quoted)
      }
      template.close()
      template.literal(Array("}\n".utf8))
      let output = ByteBuffer(capacity: 64)
      template.withWriter(rows: rows, to: output) { writer in
        for row in 0..<rows { _ = writer.write(row, to: output) }
      }
      #expect(output.text == (0..<rows).map(twin.line).joined(), "seed \(printed)")
    }
  }

  @Test(
    "every CSV field of up to four of the bytes that matter reads back as it was, null apart from empty"
  )
  func csvFields() {
    let alphabet: [UInt8] = [0x61, 0x22, 0x2c, 0x0a, 0x0d, 0x20]
    var fields: [[UInt8]] = [[]]
    var level = fields
    for _ in 0..<4 {
      level = level.flatMap { head in alphabet.map { head + [$0] } }
      fields += level
    }
    for field in fields {
      let buffer = ByteBuffer()
      buffer.append(field)
      let text = String(decoding: field, as: UTF8.self)
      let mustQuote = field.isEmpty || field.contains { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }
      let line = written(buffer, Slice(start: 0, length: field.count))
      let quoted = "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
      let isEdged = field.first == 0x20 || field.last == 0x20
      #expect(line == (mustQuote || isEdged ? quoted : text))
    }
    #expect(written(ByteBuffer(), .null) == "")
  }

  private func written(_ buffer: ByteBuffer, _ slice: Slice) -> String {
    var template = RowTemplate()
    template.cell(Array(",".utf8), .slices(buffer, [slice]), as: .csv, absent: .lead)
    let output = ByteBuffer()
    template.withWriter(rows: 1, to: output) { writer in _ = writer.write(0, to: output) }
    return String(output.text.dropFirst())
  }

  @Test(
    "what depends on a cell is left out where the cell has no text, and objects close around it")
  func conditional() {
    let buffer = ByteBuffer("ab")
    let slices = [Slice(start: 0, length: 1), .null, .empty, Slice(start: 1, length: 1)]
    var template = RowTemplate()
    template.open([])
    template.whenPresent(buffer, slices) { template in
      template.open(Array(",\"in\":".utf8))
      template.cell(Array(",\"x\":".utf8), .slices(buffer, slices), as: .jsonString)
      template.close()
    }
    template.close()
    let output = ByteBuffer()
    template.withWriter(rows: 4, to: output) { writer in
      for row in 0..<4 { _ = writer.write(row, to: output) }
    }
    #expect(output.text == "{\"in\":{\"x\":\"a\"}}{}{}{\"in\":{\"x\":\"b\"}}")
  }

  @Test("a line says how long its longest measured text is, and whether a text begins like a date")
  func measures() {
    let buffer = ByteBuffer("2025-01-15[\"2025-01-15\"]")
    let plain = [Slice(start: 0, length: 10), Slice(start: 0, length: 9)]
    let list = [Slice(start: 10, length: 14), .null]
    var template = RowTemplate()
    template.cell([], .slices(buffer, plain), as: .jsonString, [.measured, .dates])
    template.cell([], .slices(buffer, list), as: .json, [.dates])
    let output = ByteBuffer()
    var lines: [RowWriter.Line] = []
    template.withWriter(rows: 2, to: output) { writer in
      lines = [writer.write(0, to: output), writer.write(1, to: output)]
    }
    #expect(lines.map(\.length) == [26, 11])
    #expect(lines.map(\.longest) == [10, 9])
    #expect(lines.map(\.dates) == [1, 0])
    #expect(lines.map(\.arrayDates) == [1, 0])
  }
}
