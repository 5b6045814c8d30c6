import Table
import TestKit
import Testing

@testable import Formats

@Suite("Bad rows of CSV")
struct CSVDefectTests {
  struct Defect: Sendable, CustomTestStringConvertible {
    var name: String
    var line: [UInt8]
    var code: ProblemCode
    var testDescription: String { name }

    init(_ name: String, _ line: String, _ code: ProblemCode) {
      self.name = name
      self.line = Array(line.utf8)
      self.code = code
    }
  }

  static let defects: [Defect] = {
    var invalid = Defect("a byte that is not UTF-8", "3,x?,true", .invalidUTF8)
    invalid.line[3] = 0xff
    var halved = Defect("half a character", "3,x?,true", .invalidUTF8)
    halved.line[3] = 0xc3
    return [
      Defect("too few fields", "3,x", .csvTooFewFields),
      Defect("too many fields", "3,x,true,y", .csvTooManyFields),
      Defect("text behind a closing quote", "3,\"x\"y,true", .csvBadQuote),
      Defect("a quote that is never closed", "3,\"x,true", .csvUnclosedQuote),
      Defect("a cell of the wrong type", "three,x,true", .notAnInteger),
      Defect("a boolean that is none", "3,x,maybe", .notABoolean),
      Defect("a lone blank", " ", .csvTooFewFields),
      invalid, halved,
    ]
  }()

  private var reading: Reading {
    var reading = Reading()
    reading.types = ["n": .integer, "ok": .boolean]
    return reading
  }

  @Test("a bad row harms no neighbour", arguments: defects)
  func neighbours(_ defect: Defect) throws {
    for end in ["\n", "\r\n"] {
      for last in [end, ""] {
        let before = Array("n,text,ok\(end)1,a,true\(end)2,b b,f\(end)".utf8)
        let after = Array("\(end)4,d,no\(end)5,é,yes\(last)".utf8)
        let file = before + defect.line + after
        let whole = try ChunkVerifier(reading).csv([file])
        #expect(
          whole.texts == [
            ["1", "a", "true"], ["2", "b b", "false"], ["4", "d", "false"], ["5", "é", "true"],
          ])
        let reject = try #require(whole.rejects.first)
        #expect(whole.rejects.count == 1 && whole.rowsRead == 5)
        #expect(reject.code == defect.code.rawValue)
        #expect(reject.line == 4 && reject.offset == before.count)
        #expect(reject.raw == defect.line)
        try Coverage(whole, of: file, from: 9 + end.utf8.count).check(defect.name)
      }
    }
  }

  @Test("the bad row may be the first or the last", arguments: defects)
  func atTheEnds(_ defect: Defect) throws {
    let header = Array("n,text,ok\n".utf8)
    let good = Array("1,a,true\n".utf8)
    let first = try ChunkVerifier(reading).csv([header + defect.line + [0x0a] + good])
    #expect(first.texts == [["1", "a", "true"]] && first.codes == [defect.code.rawValue])
    let last = try ChunkVerifier(reading).csv([header + good + defect.line])
    #expect(last.texts == [["1", "a", "true"]] && last.codes == [defect.code.rawValue])
  }

  @Test("several defects side by side are each their own reject, in order")
  func several() throws {
    var file = Array("n,text,ok\n".utf8)
    for defect in Self.defects { file += defect.line + [0x0a] + Array("1,a,true\n".utf8) }
    let whole = try ChunkVerifier(reading).csv([file])
    #expect(whole.codes == Self.defects.map(\.code.rawValue))
    #expect(whole.rows.count == Self.defects.count)
    try Coverage(whole, of: file, from: 10).check("several")
  }

  @Test("two stray quotes in different lines take only the lines between them that they spoil")
  func strayQuotes() throws {
    let whole = try ChunkVerifier(Reading()).csv("a,b\n1,\"x\n2,y\n3,\"z\n4,w\n")
    #expect(whole.texts == [["2", "y"], ["4", "w"]])
    #expect(whole.rejectedTexts == ["1,\"x", "3,\"z"])
    #expect(whole.codes == ["CSV103", "CSV104"])
  }

  @Test("a reject says what is wrong and names the column")
  func words() throws {
    let whole = try reading.csv("n,text,ok\nthree,x,true\n3,x\n3,\"x\"y,true\n")
    #expect(
      whole.rejects.map(\.reason) == [
        "\"three\" is not a 64-bit integer", "the row has 2 fields, the header 3",
        """
        after the closing quote there is more than a delimiter or a line end (byte 5, counted \
        from the row's first)
        """,
      ])
    #expect(whole.rejects.map(\.field) == ["n", nil, nil])
  }

  @Test("hostile bytes are all accounted for")
  func hostile() throws {
    var random = Seeded(for: "hostile CSV")
    for _ in 0..<300 {
      let lines = ["1,a,true\n", "2,\"b\n\",f\n", "\n", "\r\n", "3,\"\"\"\",t\r\n"]
      var file = Array(("n,text,ok\n" + random.text(of: lines, count: 0...30)).utf8)
      for _ in 0..<random.int(0...6) where file.count > 10 {
        let place = random.int(10...file.count - 1)
        switch random.int(0...2) {
        case 0: file[place] = random.pick([0x22, 0x0a, 0x2c, 0xff, 0x00, 0x0d, 0xc3])
        case 1: file.remove(at: place)
        default: file.insert(random.pick([0x22, 0x0a, 0x2c, 0xff, 0x00, 0x0d, 0xc3]), at: place)
        }
      }
      var some = reading
      some.chunkBytes = random.int(1...100)
      let whole = try some.csv([file])
      #expect(whole == (try reading.csv([file])), "seed \(random.seed)")
      try Coverage(whole, of: file, from: 10).check("seed \(random.seed)")
      #expect(whole.rowsRead == whole.rows.count + whole.rejects.count)
    }
  }
}
