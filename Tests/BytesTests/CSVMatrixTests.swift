import Bytes
import TestKit
import Testing

@Suite("From the index of CSV to cells")
struct CSVMatrixTests {
  private let comma = CSVCells(
    delimiter: 0x2c, quote: 0x22, backslash: .none, nulls: ["", "NA"], quotedNulls: false)

  /// The cells of one record by RFC 4180, a byte at a time; nil is null.
  private func plain(_ record: [UInt8]) -> [String?] {
    var cells: [String?] = []
    var at = 0
    while true {
      var text: [UInt8] = []
      let isQuoted = at < record.count && record[at] == 0x22
      if isQuoted {
        at += 1
        while at < record.count {
          if record[at] == 0x22 {
            at += 1
            if at == record.count || record[at] != 0x22 { break }
          }
          text.append(record[at])
          at += 1
        }
      }
      while at < record.count, record[at] != 0x2c {
        text.append(record[at])
        at += 1
      }
      let cell = String(decoding: text, as: UTF8.self)
      cells.append(!isQuoted && ["", "NA"].contains(cell) ? nil : cell)
      if at == record.count { return cells }
      at += 1
    }
  }

  @Test("cells are those that a reader of single bytes finds, of all rows and of picked ones")
  func cells() throws {
    var random = Seeded(for: "cells of a matrix")
    for _ in 0..<1500 {
      let width = random.int(1...5)
      var text: [UInt8] = []
      var records: [[UInt8]] = []
      for _ in 0..<random.int(1...12) {
        var record: [UInt8] = []
        for field in 0..<width {
          if field > 0 { record.append(0x2c) }
          let content = random.text(
            of: ["a", "é", "\"", ",", "\n", "N", "A", "long text of more than sixteen bytes"],
            count: 0...4)
          if random.chance(50) {
            record += Array(("\"" + content.replacing("\"", with: "\"\"") + "\"").utf8)
          } else {
            record += Array(content.filter { !"\",\n".contains($0) }.utf8)
          }
        }
        records.append(record)
        text += record + (random.chance(30) ? [0x0d, 0x0a] : [0x0a])
      }
      let buffer = ByteBuffer(capacity: text.count)
      buffer.append(text)
      let index = csvIndex(buffer.bytes, delimiter: 0x2c, quote: 0x22)
      let matrix = try #require(
        CSVMatrix(index.entries, of: buffer, width: width, escapesLineEnds: false))
      let expected = records.map(plain)
      let shown = { (slices: [Slice]) in slices.map { $0.isPresent ? buffer.text($0) : nil } }
      #expect(matrix.rows.map(buffer.text) == records.map { String(decoding: $0, as: UTF8.self) })
      let picked = records.indices.filter { _ in random.chance(40) }.map(UInt32.init)
      for column in 0..<width {
        let wanted = expected.map { $0[column] }
        #expect(shown(matrix.cells(column, comma)) == wanted, "seed \(random.seed)")
        #expect(
          shown(matrix.cells(column, comma, of: picked)) == picked.map { wanted[Int($0)] },
          "seed \(random.seed)")
      }
    }
  }

  @Test("records of another width are no matrix, nor are entries outside of the buffer")
  func irregular() {
    let buffer = ByteBuffer("a,b\nc\nd,e,f\n")
    let entries = csvIndex(buffer.bytes, delimiter: 0x2c, quote: 0x22).entries
    #expect(CSVMatrix(entries, of: buffer, width: 2, escapesLineEnds: false) == nil)
    #expect(CSVMatrix(entries, of: buffer, width: 3, escapesLineEnds: false) == nil)
    let end = CSVIndex.newline
    #expect(CSVMatrix([3, 99 | end], of: buffer, width: 2, escapesLineEnds: false) == nil)
    #expect(CSVMatrix([5, 3 | end], of: buffer, width: 2, escapesLineEnds: false) == nil)
  }

  @Test("words that stand for null within quotes too, and words of a dialect with backslashes")
  func dialects() throws {
    func cells(_ text: String, _ style: CSVCells) throws -> [String?] {
      let buffer = ByteBuffer(text + "\n")
      let ends = text.utf8.enumerated().filter { $0.element == style.delimiter }.map(\.offset)
      let entries = ends.map(UInt32.init) + [UInt32(text.utf8.count) | CSVIndex.newline]
      let matrix = try #require(
        CSVMatrix(entries, of: buffer, width: entries.count, escapesLineEnds: false))
      return entries.indices.map { column in
        let slice = matrix.cells(column, style)[0]
        return slice.isPresent ? buffer.text(slice) : nil
      }
    }
    let quotedNulls = CSVCells(
      delimiter: 0x2c, quote: 0x22, backslash: .none, nulls: ["NULL"], quotedNulls: true)
    #expect(
      try cells(#""NULL",NULL,"","a""b","NULLS""#, quotedNulls) == [nil, nil, "", #"a"b"#, "NULLS"])
    let redshift = CSVCells(
      delimiter: 0x7c, quote: 0x22, backslash: .everywhere, nulls: ["", "\\N"], quotedNulls: false)
    #expect(
      try cells(#"\N||"\N"|a\\b|"c\"d"|"#, redshift) == [nil, nil, #"\N"#, #"a\b"#, #"c"d"#, nil])
  }
}
