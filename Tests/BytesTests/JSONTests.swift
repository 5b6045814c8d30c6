import Bytes
import TestKit
import Testing

@Suite("Checking and reading JSON")
struct JSONTests {
  /// Python's verdict, strict: no NaN, no Infinity, and JSON's own blanks only.
  private static let verdict = """
    def no(_): raise ValueError
    def valid(text):
      try: json.loads(text, parse_constant=no)
      except (ValueError, RecursionError): return False
      return True
    print(json.dumps([valid(text) for text in question]))
    """

  private func compare(_ texts: [String], _ comment: String) throws {
    let verdicts: [Bool] = try Python.ask(Self.verdict, texts)
    for (text, isValid) in zip(texts, verdicts) {
      guard (jsonFault(Array(text.utf8).span) == nil) == isValid else {
        Issue.record("\(String(reflecting: text)) is \(isValid ? "" : "not ")valid, \(comment)")
        return
      }
    }
  }

  @Test("every short text of JSON's punctuation is valid where Python says so")
  func exhaustive() throws {
    try compare(
      AllTexts(of: ["{", "}", "[", "]", "\"", ",", ":", "\\", "1", "n"], upTo: 5).map {
        String(decoding: $0, as: UTF8.self)
      }, "exhaustive")
    try compare(
      AllTexts(of: ["0", "1", "-", "+", ".", "e", "E", " ", "\n"], upTo: 5).map {
        String(decoding: $0, as: UTF8.self)
      }, "numbers")
    try compare(
      AllTexts(of: ["true", "null", "false", "\"a\"", ":", ",", "{", "}", "[", "]", "\t"], upTo: 5)
        .map { String(decoding: $0, as: UTF8.self) }, "tokens")
    try compare(
      AllTexts(of: ["\\", "u", "0", "d", "F", "\"", "/", "n", "\u{1F}", "x"], upTo: 4)
        .map { "\"" + String(decoding: $0, as: UTF8.self) + "\"" }, "strings")
  }

  @Test("valid documents with a byte changed are valid where Python says so")
  func mutated() throws {
    var random = Seeded(for: "mutated JSON")
    let valid = [
      "{\"a\":[1,2.5e-3,{\"b\":\"x\\u00e9\\n\"}],\"c\":null}", "[true,false,[[],{}],\"\\\\\\\"\"]",
      "  {\"a b\" : \"long text that is longer than sixteen bytes\\t\" , \"d\" : -0.0E+10 }  ",
    ]
    var texts: [String] = [
      "NaN", "[Infinity]", "-Infinity", "", " ", "\u{FEFF}1", "\u{A0}1", "\u{C}1",
    ]
    for _ in 0..<5000 {
      var text = Array(random.pick(valid).utf8)
      for _ in 0..<random.int(1...2) {
        let place = random.int(0...text.count - 1)
        let byte = random.pick(Array("{}[]\",:\\1e-.tnu\t\u{1} x0".utf8))
        switch random.int(0...2) {
        case 0: text[place] = byte
        case 1: text.remove(at: place)
        default: text.insert(byte, at: place)
        }
      }
      texts.append(String(decoding: text, as: UTF8.self))
    }
    try compare(texts, "seed \(random.seed)")
  }

  @Test("512 levels are read, one more is a fault of its own")
  func depth() {
    func nested(_ levels: Int) -> [UInt8] {
      Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
    }
    #expect(jsonFault(nested(512).span) == nil)
    #expect(jsonFault(nested(513).span)?.fault == .depth)
    #expect(jsonFault(Array(String(repeating: "[{\"a\":", count: 300).utf8).span)?.fault == .depth)
    #expect(jsonFault(nested(100_000).span)?.fault == .depth)
  }

  @Test("a fault is where the text stops being JSON")
  func place() {
    #expect(jsonFault(Array("[1,x]".utf8).span)?.at == 3)
    #expect(jsonFault(Array("[1] 2".utf8).span)?.at == 4)
    #expect(jsonFault(Array("{\"a\" 1}".utf8).span)?.at == 5)
    #expect(jsonFault(Array("[1".utf8).span)?.at == 2)
  }

  @Test("strings have the text that Python gives them; half of a surrogate pair is U+FFFD")
  func unescape() throws {
    var random = Seeded(for: "escapes of JSON")
    var strings = AllTexts(
      of: ["\\ud83c", "\\udf1f", "\\u0041", "a", "\\n", "é"], upTo: 4
    ).map { "\"" + String(decoding: $0, as: UTF8.self) + "\"" }
    for _ in 0..<2000 {
      strings.append(
        "\""
          + random.text(
            of: [
              "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u00e9",
              "\\u20AC",
              "\\uD83C\\uDF1F", "\\uDC00", "\\uDBFF", "\\uffff", "\\u07ff", "\\u0800", "x", "🌟",
              " ",
            ], count: 0...10) + "\"")
    }
    let expected: [[Int]] = try Python.ask(
      """
      import re
      fix = lambda text: re.sub('[\\ud800-\\udfff]', '\\ufffd', text)
      print(json.dumps([list(fix(json.loads(text)).encode()) for text in question]))
      """, strings)
    for (string, content) in zip(strings, expected) {
      let buffer = ByteBuffer("x" + string)
      let slice = buffer.unescapeJSON(Slice(start: 1, length: string.utf8.count))
      let bytes = buffer.bytes(slice)
      #expect(bytes.indices.map { Int(bytes[$0]) } == content, "\(string), seed \(random.seed)")
    }
  }

  @Test("members are found in any order of keys, and a fault stays in its row")
  func walk() {
    let lines = [
      "{\"b\":1,\"a\":\"x\"}", "{\"a\":null,\"c\":{\"a\":9}}", "{\"a\":}", "{}", "[]",
      "{\"a\":1,\"a\":2}",
      "{\"\\u0061\":[1]}", "",
    ]
    let buffer = ByteBuffer(lines.joined())
    var start = 0
    let slices = lines.map { line in
      defer { start += line.utf8.count }
      return Slice(start: start, length: line.utf8.count)
    }
    let walk = walkObjects(slices, in: buffer, JSONMembers(names: ["a", "b"]))
    func texts(_ column: Int) -> [String] {
      walk.cells[column].map { $0.isMissing ? "-" : $0.isPresent ? buffer.text($0) : "null" }
    }
    let faulty = Set(walk.faults.map(\.row))
    #expect(walk.faults.map(\.row) == [2, 4, 5, 7])
    #expect(walk.faults.map(\.fault) == [.syntax, .notObject, .duplicateKey, .syntax])
    #expect(
      texts(0).enumerated().filter { !faulty.contains($0.offset) }.map(\.element)
        == ["\"x\"", "null", "-", "[1]"])
    #expect(texts(1)[0] == "1")
    #expect(walk.unknown.map { buffer.text($0.key) } == ["c"])
  }
}
