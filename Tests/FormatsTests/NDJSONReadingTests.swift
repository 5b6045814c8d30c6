import Bytes
import Table
import TestKit
import Testing

@testable import Formats

@Suite("Reading NDJSON")
struct NDJSONReadingTests {
  private func reading(_ columns: [String], _ types: [String: ValueType] = [:]) -> Reading {
    var reading = Reading()
    reading.columns = columns
    reading.types = types
    return reading
  }

  @Test("members become cells as they came; null and missing are told apart")
  func members() throws {
    let whole = try ChunkVerifier(reading(["a", "b"])).ndjson(
      """
      {"a":1,"b":"x"}
      {"b" : [1, {"c":null}] , "a" : null}\r

      {}
        {"a":1.50,"z":0}
      {"b":"\\u00e9\\"","a":true}
      """)
    #expect(
      whole.texts == [
        ["1", "\"x\""], [nil, "[1, {\"c\":null}]"], ["<missing>", "<missing>"],
        ["1.50", "<missing>"],
        ["true", "\"\\u00e9\\\"\""],
      ])
    #expect(whole.rows.map(\.line) == [1, 2, 4, 5, 6])
    #expect(whole.rejects.isEmpty)
  }

  @Test("declared types take the content of strings, and numbers and truths as they are")
  func types() throws {
    let whole = try ChunkVerifier(
      reading(
        ["s", "i", "t", "at"], ["s": .string, "i": .integer, "t": .boolean, "at": .timestamp])
    ).ndjson(
      """
      {"s":"a\\n\\u00e9\\ud83c\\udf1f","i":7,"t":true,"at":"1970-01-01T00:00:01Z"}
      {"s":12.50,"i":"007","t":"no","at":null}
      {"s":{"k":1},"i":null,"t":0,"at":"1970-01-02"}
      {"s":"","i":-1,"t":false}
      """)
    #expect(
      whole.rows.map(\.cells) == [
        [
          .text("a\né🌟"), .decimal("7"), .boolean(true), .instant(Instant(seconds: 1)),
        ], [.text("12.50"), .decimal("7"), .boolean(false), .null],
        [.text("{\"k\":1}"), .null, .boolean(false), .instant(Instant(seconds: 86_400))],
        [.text(""), .decimal("-1"), .boolean(false), .missing],
      ])
  }

  @Test(
    "a line that is no object is rejected with the reason and harms no neighbour",
    arguments: [
      ("{\"a\":1", ProblemCode.jsonSyntax), ("{\"a\":01}", .jsonSyntax),
      ("{\"a\":1,}", .jsonSyntax),
      ("{\"a\":NaN}", .jsonSyntax), ("{'a':1}", .jsonSyntax), ("nonsense", .jsonSyntax),
      ("{\"a\":1} {\"a\":2}", .jsonSyntax), ("{\"a\":\"x\ty\"}", .jsonSyntax), ("   ", .jsonSyntax),
      ("{\"a\":\"\\ud83\"}", .jsonSyntax), ("[1]", .jsonNotObject), ("12", .jsonNotObject),
      ("\"x\"", .jsonNotObject), ("null", .jsonNotObject), ("{\"a\":1,\"a\":2}", .jsonDuplicateKey),
      ("{\"a\":1,\"\\u0061\":2}", .jsonDuplicateKey),
      (
        "{\"a\":" + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}",
        .jsonTooDeep
      ),
      ("{\"n\":\"x\"}", .notAnInteger), ("{\"n\":1.5}", .notAnInteger),
      ("{\"n\":[]}", .notAnInteger),
    ])
  func rejected(_ line: String, _ code: ProblemCode) throws {
    let file = "{\"a\":0}\n\(line)\r\n{\"a\":2}"
    let whole = try ChunkVerifier(reading(["a", "n"], ["n": .integer])).ndjson(file)
    #expect(whole.texts == [["0", "<missing>"], ["2", "<missing>"]])
    #expect(whole.codes == [code.rawValue])
    #expect(whole.rejects.first?.line == 2 && whole.rejects.first?.offset == 8)
    #expect(whole.rejectedTexts == [line])
    #expect(whole.rowsRead == 3)
    try Coverage(whole, of: Array(file.utf8)).check(line)
  }

  @Test("a byte that is not UTF-8 rejects its row alone")
  func invalidUTF8() throws {
    var file = Array("{\"a\":1}\n{\"a\":\"?\"}\n{\"a\":2}\n".utf8)
    file[14] = 0xe9
    let whole = try ChunkVerifier(reading(["a"])).ndjson([file])
    #expect(whole.texts == [["1"], ["2"]] && whole.codes == ["CSV105"])
  }

  @Test("a key that is written with escapes is the column it spells")
  func escapedKeys() throws {
    let whole = try ChunkVerifier(reading(["straße", "🌟", "a\\b", "q\"/", "\u{FFFD}"])).ndjson(
      """
      {"stra\\u00dfe":1,"\\ud83c\\udf1f":2,"a\\\\b":3,"q\\"\\/":4,"\\udc00":5}
      {"\\u0073traße":1,"🌟":2,"\\u0061\\u005cb":3,"q\\u0022/":4,"\\uFFFD":5}
      {"stra\\u00df":1,"\\ud83c":2,"a\\\\\\\\b":3,"q":4,"\\u0000":5}
      """)
    let all = ["1", "2", "3", "4", "5"]
    let none = [String](repeating: "<missing>", count: 4)
    #expect(whole.texts == [all, all, none + ["2"]])
  }

  @Test("an escaped key is found however many unknown keys come before it")
  func escapedKeyAmongMany() throws {
    var line = "{"
    for index in 0..<500 { line += "\"k\(index)\":\(index)," }
    line += "\"\\u0061\":1}"
    let whole = try ChunkVerifier(reading(["a"])).ndjson("{\"x\":1}\n" + line + "\n{\"a\":2}\n")
    #expect(whole.texts == [["<missing>"], ["1"], ["2"]])
  }

  @Test("carriage returns between the tokens of a value leave as blanks")
  func returnsInValues() throws {
    let whole = try ChunkVerifier(reading(["a"])).ndjson("{\"a\":[1,\r2]}\r\n{\"a\":\r3\r}\n")
    #expect(whole.texts == [["[1, 2]"], ["3"]])
  }

  @Test("a byte order mark is dropped, UTF-16 is refused, an empty file has no rows")
  func marks() throws {
    let whole = try ChunkVerifier(reading(["a"])).ndjson("\u{FEFF}{\"a\":1}\n")
    #expect(whole.texts == [["1"]] && whole.rows[0].offset == 3)
    #expect(try ChunkVerifier(reading(["a"])).ndjson("").rows.isEmpty)
    #expect(try ChunkVerifier(reading(["a"])).ndjson("\n\r\n\n").rowsRead == 0)
    #expect(throws: Problem.self) { try reading(["a"]).ndjson([[0xff, 0xfe, 0x7b, 0]]) }
  }

  @Test("the columns of a file are its keys in the order they come up, each once")
  func keys() throws {
    let wide = (0..<300).map { "\"k\($0)\":1" }.joined(separator: ",")
    let content = ByteBuffer(
      "{\"b\":1,\"a\":2}\n{\"a\":1,\"stra\\u00dfe\":1}\n{\"straße\":2,\(wide)}\n")
    let part = InputPart(name: "f", file: 0) { MemorySource(content) }
    #expect(
      try NDJSONKeys.sample(part) == ["b", "a", "straße"] + (0..<300).map { "k\($0)" })
  }

  @Test("a key that no column has is named, as it reads")
  func unknownKeys() throws {
    let content = ByteBuffer("{\"a\":1}\n{\"n\\u00e9w\":1,\"x\":2}\n{\"x\":3}\n")
    let reader = NDJSONReader(
      InputPart(name: "f", file: 3) { MemorySource(content) })
    let chunk = try #require(try reader.next())
    let parser = NDJSONParser(
      schema: Schema([Schema.Field("a", .json)]), needed: [0], dialect: .standard)
    let unknown = parser.parse(chunk).unknownKeys
    #expect(unknown.map(\.name) == ["néw", "x"])
    #expect(unknown.map(\.origin.line) == [2, 2])
  }

  @Test("random lines read the same in chunks and pieces of any size")
  func random() throws {
    var random = Seeded(for: "NDJSON in chunks")
    for _ in 0..<60 {
      var reading = reading(["a", "b"], ["b": .string])
      reading.longestRecord = random.pick([4, 20, 1 << 20])
      let text = random.text(
        of: [
          "{\"a\":1}\n", "{\"b\":\"x\\u00e9\"}\r\n", "\n", "\r", "{\"a\":", "\"", "}",
          "{\"b\":[1,\r2]}\n",
          "é", "{\"a\":1,\"a\":2}\n",
        ], count: 0...30)
      let whole = try ChunkVerifier(reading).ndjson(text)
      try Coverage(whole, of: Array(text.utf8)).check("seed \(random.seed)")
    }
  }
}
