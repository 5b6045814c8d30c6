import Bytes
import Table
import TestKit
import Testing

@testable import Formats

@Suite("Long records and faults that span many lines")
struct LimitTests {
  @Test("a record longer than a chunk is read whole")
  func longerThanAChunk() throws {
    let long = String(repeating: "x\n", count: 2000)
    let whole = try ChunkVerifier(Reading()).csv("a,b\n1,\"\(long)\"\n2,y\n")
    #expect(whole.texts == [["1", long], ["2", "y"]])
    #expect(whole.rows.map(\.line) == [2, 2003])
  }

  @Test("a record may be as long as the limit and not a byte longer")
  func longest() throws {
    var reading = Reading()
    reading.longestRecord = 10
    for (record, isGood) in [
      ("12345678,x", true), ("12345678,xy", false), ("\"12345\n\",x", true),
      ("\"123456\n\",x", false), ("1,\"34567\"\r", true), ("1,\"345678\"\r", false),
    ] {
      for end in ["\n", "\n9,9\n", ""] {
        let file = "a,b\n1,2\n\(record)\(end)"
        let whole = try ChunkVerifier(reading).csv(file)
        #expect(whole.rejects.isEmpty == isGood, "\(String(reflecting: record))")
        try Coverage(whole, of: Array(file.utf8), from: 4).check(record)
      }
    }
  }

  @Test("a line too long for any record is rejected in pieces, in full, and the next line is read")
  func tooLongLine() throws {
    var reading = Reading()
    reading.longestRecord = 8
    let file = "a,b\n1,2\n" + "x,y,z\r" + "1,2\r1,2\r1,2" + "\n3,4\n"
    let whole = try ChunkVerifier(reading).csv(file)
    #expect(whole.texts == [["1", "2"], ["3", "4"]])
    #expect(whole.codes == ["CSV106", "CSV106", "CSV106"])
    #expect(whole.rejects.map(\.line) == [3, 3, 3])
    #expect(whole.rejectedTexts.joined() == "x,y,z\r1,2\r1,2\r1,2")
  }

  @Test("an NDJSON line too long is rejected in pieces, and the next line is read")
  func tooLongJSON() throws {
    var reading = Reading()
    reading.longestRecord = 8
    reading.columns = ["a"]
    let long = "{\"a\":[1,2,3]}"
    for end in ["\n", "\r\n", ""] {
      let whole = try ChunkVerifier(reading).ndjson("{\"a\":1}\n\(long)\n{\"a\":2}\n\(long)\(end)")
      #expect(whole.texts == [["1"], ["2"]])
      #expect(whole.codes == ["CSV106", "CSV106", "CSV106", "CSV106"])
      #expect(whole.rejects.map(\.line) == [2, 2, 4, 4])
    }
  }

  /// Reads a file of one kind of line and says how many bytes the machine looked at a byte of the file.
  private func seconds(_ bytes: [UInt8], _ reading: Reading) throws -> (Whole, Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let whole = try reading.csv([bytes])
    let time = clock.now - start
    return (whole, Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
  }

  @Test(
    "time grows with the length of a hostile file, not with its square",
    arguments: [
      "x\",\"y\n", "1,\"x\n", "1,\"\n", "\"\n", "a,b\n", "\"\"\n", "x\",\"\"\"y\n", "1,\\\n",
      "1,\"\\\n",
      "1,\"x\"y\n", "1\n",
    ])
  func linear(_ line: String) throws {
    for dialect in [Dialect.standard, Dialect(name: "backslash")] {
      var reading = Reading()
      reading.dialect = dialect
      if dialect.name == "backslash" { reading.dialect.escape = .backslash }
      reading.header = ["a", "b"]
      reading.chunkBytes = 64 * 1024
      reading.longestRecord = 256 * 1024
      let short = Array((",\"" + String(repeating: line, count: 20_000)).utf8)
      let long = Array((",\"" + String(repeating: line, count: 80_000)).utf8)
      let (_, base) = try seconds(short, reading)
      let (whole, time) = try seconds(long, reading)
      // Four times the bytes; a pass a line would take sixteen times as long, and minutes.
      #expect(time < base * 11 + 0.5, "\(base) s, then \(time) s")
      #expect(whole.bytes == long.count)
    }
  }

  @Test("an opening quote before a hundred thousand lines costs one row")
  func openQuote() throws {
    var reading = Reading()
    reading.chunkBytes = 64 * 1024
    reading.longestRecord = 1024 * 1024
    let lines = String(repeating: "1,2\n", count: 100_000)
    let whole = try reading.csv("a,b\n0,\"x\n" + lines)
    #expect(whole.codes == ["CSV104"] && whole.rows.count == 100_000)
    #expect(whole.rejects[0].reason.contains("never closed"))
  }

  @Test("an unclosed quote holds no more in memory than the longest record asks for")
  func memory() throws {
    var settings = ReaderSettings()
    settings.chunkBytes = 64 * 1024
    settings.longestRecord = 1024 * 1024
    let content = ByteBuffer("a,b\n0,\"x\n")
    for _ in 0..<1_000_000 { content.append("1,2,\n") }
    let part = InputPart(name: "f", file: 0) { MemorySource(content) }
    let reader = CSVReader(
      part, schema: Schema([]), dialect: .standard, settings: settings)
    var most = 0
    var bytes = 4
    while let chunk = try reader.next() {
      most = max(most, chunk.buffer.capacity)
      bytes += chunk.count
    }
    #expect(bytes == content.count)
    #expect(most <= 5 * 1024 * 1024)
  }
}
