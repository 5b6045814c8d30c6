import Table
import TestKit
import Testing

@testable import Formats

@Suite("Reading CSV")
struct CSVReadingTests {
  private let standard = ChunkVerifier(Reading())

  @Test("rows come with their cells, lines and offsets, whatever the chunks")
  func rows() throws {
    let whole = try standard.csv("a,b\n1,\"x\ny\"\n,\"\"\n\n\"q\"\"q\",2\n3,é")
    #expect(whole.texts == [["1", "x\ny"], [nil, ""], ["q\"q", "2"], ["3", "é"]])
    #expect(whole.rows.map(\.line) == [2, 4, 6, 7])
    #expect(whole.rows.map(\.offset) == [4, 12, 17, 26])
    #expect(whole.rejects.isEmpty && whole.rowsRead == 4)
  }

  @Test("a line break in quotes counts as a line even when the last line has no end")
  func linesOfAnUnendedFile() throws {
    let whole = try standard.csv("a,b\n\"x\ny\",c\nlast,line")
    #expect(whole.rows.map(\.line) == [2, 4])
  }

  @Test("CRLF and LF give the same rows, mixed or not; a lone CR amid a cell is data")
  func lineEnds() throws {
    let expected: [[String?]] = [["1", "2"], ["x\r\ny", nil], ["p\rq", "r"]]
    let crlf = try standard.csv("a,b\r\n1,2\r\n\"x\r\ny\",\r\n\r\np\rq,r\r\n")
    #expect(crlf.texts == expected)
    #expect(crlf.rows.map(\.raw).last == Array("p\rq,r".utf8))
    #expect(try standard.csv("a,b\n1,2\n\"x\r\ny\",\n\np\rq,r\r\n").texts == expected)
    #expect(try standard.csv("a,b\r\n1,\"2\"\r").texts == [["1", "2"]])
  }

  @Test("a byte order mark is no part of the first name, and offsets count it")
  func byteOrderMark() throws {
    let whole = try standard.csv("\u{FEFF}a,b\n1,2\n")
    #expect(whole.texts == [["1", "2"]])
    #expect(whole.rows[0].offset == 7)
    var named = Reading()
    named.header = ["a", "b"]
    let bare = try ChunkVerifier(named).csv("\u{FEFF}1,2\n")
    #expect(bare.texts == [["1", "2"]] && bare.rows[0].line == 1 && bare.rows[0].offset == 3)
  }

  @Test("a file with a header and nothing else has no rows")
  func headerOnly() throws {
    for text in ["a,b", "a,b\n", "a,b\r\n", "a,b\n\n\n"] {
      let whole = try standard.csv(text)
      #expect(whole.rows.isEmpty && whole.rejects.isEmpty && whole.rowsRead == 0, "\(text)")
    }
    var named = Reading()
    named.header = ["a"]
    #expect(try ChunkVerifier(named).csv("").rows.isEmpty)
  }

  @Test("with one column an empty line is a row whose cell is empty")
  func oneColumn() throws {
    let whole = try standard.csv("a\nx\n\n\"\"\n\r\ny")
    #expect(whole.texts == [["x"], [nil], [""], [nil], ["y"]])
    #expect(whole.rows.map(\.line) == [2, 3, 4, 5, 6])
  }

  @Test("NUL is a byte like any other")
  func nul() throws {
    #expect(try standard.csv("a,b\nx\0y,\0\n").texts == [["x\0y", "\0"]])
  }

  @Test("any byte may part the fields", arguments: ["|", "\t", ";", "x"])
  func delimiters(_ delimiter: String) throws {
    var reading = Reading()
    reading.dialect.delimiter = delimiter.utf8.first ?? 0
    let whole = try ChunkVerifier(reading).csv(
      "a\(delimiter)b\n1,\(delimiter)\"2\(delimiter)\"\"\"\n\(delimiter)\n")
    #expect(whole.texts == [["1,", "2\(delimiter)\""], [nil, nil]])
  }

  @Test("without quotes in the dialect a quote is a byte like any other")
  func quoteNone() throws {
    var reading = Reading()
    reading.dialect.quote = nil
    let whole = try ChunkVerifier(reading).csv("a,b\n\"x,y\"\n\"\",z\"\"\n")
    #expect(whole.texts == [["\"x", "y\""], ["\"\"", "z\"\""]])
  }

  @Test("parts may order their columns as they like, and a column that a part lacks is missing")
  func parts() throws {
    let files = ["a,b,c\n1,2,3\n", "c,a\n6,\n", "\u{FEFF}b,a,d\r\n\"\",7,9"].map { Array($0.utf8) }
    let whole = try standard.csv(files)
    #expect(
      whole.texts == [["1", "2", "3"], [nil, "<missing>", "6"], ["7", "", "<missing>"]])
    #expect(whole.rows.map(\.file) == [0, 1, 2])
    #expect(whole.rows.map(\.line) == [2, 2, 2])
  }

  @Test("random texts of structure read the same in chunks and pieces of any size")
  func random() throws {
    var random = Seeded(for: "CSV in chunks")
    let dialects = [Dialect.standard, .redshift, .databricks]
    for _ in 0..<60 {
      var reading = Reading()
      reading.dialect = random.pick(dialects)
      reading.header = ["a", "b"]
      reading.longestRecord = random.pick([4, 20, 1 << 20])
      let delimiter = reading.dialect.delimiter == 0x7c ? "|" : ","
      let text = random.text(
        of: [
          delimiter, "\"", "\r", "\n", "a", "é", "\r\n", "\\", "x\",\"y\n", "\"a\"",
          "1\(delimiter)2\n",
        ],
        count: 0...60)
      let whole = try ChunkVerifier(reading).csv(text)
      try Coverage(whole, of: Array(text.utf8)).check("seed \(random.seed)")
    }
  }
}
