import CustomerIO
import Foundation
import Testing

@testable import Pipelines

/// What is found in the structure of files, and by looking at them as a whole.
@Suite struct ValidateFileTests {
  @Test func `Broken lines are found where they stand, and those around them are read`() throws {
    let text =
      identify("", id: "a") + "{\"type\":\n" + "[1]\n" + identify(#""x":1,"x":2"#, id: "b")
      + #"{"type":"track","type":"track"}"# + "\n" + identify("", id: "c")
    #expect(try found(in: text) == ["2 JSN101", "3 JSN102", "4 JSN103", "5 JSN103"])
  }

  @Test func `Records of CSV that cannot be cut into fields are found`() throws {
    let text = "a,b\n1,2\n3\n4,5,6\n\"7\"x,8\n9,\"10\n"
    let codes = try found(in: text, named: "table.csv")
    #expect(codes == ["3 CSV101", "4 CSV102", "5 CSV103", "6 CSV104"])
  }

  @Test func `The delimiter and the escape of a dump are found out`() throws {
    let piped = try validated(["a.csv": "a|b\n1|2\n"])
    #expect(piped.files[0].columns.map(\.name) == ["a", "b"])
    let escaped = try validated(["a.csv": "a,b\n\"say \\\"so\\\"\",2\n"])
    #expect(escaped.findings == [])
    #expect(escaped.files[0].subject.dialect.name == "databricks")
  }

  @Test func `One person written twice, and two of one e-mail address, are told apart`() throws {
    let ann = identify(#""email":"ann@example.com""#, id: "1")
    let twin = identify(#""email":"Ann@Example.com""#, id: "2")
    let moved = identify(#""email":"new@example.com""#, id: "1")
    #expect(try found(in: ann + ann) == ["2 VAL101"])
    #expect(try found(in: ann + twin) == ["2 VAL102"])
    #expect(try found(in: ann + moved) == ["2 VAL102"])
    #expect(try found(in: ann + identify(#""email":"bob@example.com""#, id: "2")) == [])
  }

  @Test func `An object may stand in a row for each of its members, and is written once without`()
    throws
  {
    func group(_ person: String, _ traits: String) -> String {
      #"{"type":"group",\#(person)"groupId":"g","messageId":"m","traits":{\#(traits)}}"# + "\n"
    }
    let member = group(#""userId":"u","#, #""name":"North""#)
    let alone = group("", #""name":"North""#)
    #expect(try found(in: member + member) == [])
    #expect(try found(in: alone + alone) == ["2 VAL101"])
  }

  @Test func `An event with the id of another one is found`() throws {
    let text = track("a", id: "x") + track("b", id: "y") + track("c", id: "x")
    #expect(try found(in: text) == ["3 VAL103"])
  }

  @Test func `An event of nobody is found once the people are given`() throws {
    let people = identify("", id: "u2")
    let events = track("a")
    #expect(try validated(["events.ndjson": events]).findings == [])
    let both = try validated(["events.ndjson": events, "people.ndjson": people])
    #expect(both.findings.map(\.code) == [.problem(.unknownReference)])
    #expect(both.findings.map(\.file) == ["events.ndjson"])
    #expect(
      try validated(["events.ndjson": events, "people.ndjson": identify("", id: "u1")]).findings
        == [])
  }

  @Test func `A finished output that was changed is not what its manifest says`() throws {
    let scratch = try Scratch()
    let path = scratch.path("out.ndjson")
    let text = track("a")
    try Data(text.utf8).write(to: URL(filePath: path))
    let manifest = #"{"output":{"rows":2,"bytes":\#(text.utf8.count),"sha256":"00"}}"#
    try Data(manifest.utf8).write(to: URL(filePath: path + ".manifest.json"))
    let result = try Validation.run([path], ValidateSettings())
    #expect(
      result.findings.map(\.message) == [
        "the file's SHA-256 is not the one in its manifest",
        "the manifest says 2 rows; the file has 1",
      ])
  }

  @Test(arguments: [1, 3], [64, 100_000])
  func `Neither threads nor the size of chunks change what is found`(
    threads: Int, chunkBytes: Int
  ) throws {
    var text = ""
    for row in 0..<300 {
      text += row % 7 == 0 ? identify(#""email":"bad""#, id: "u\(row % 50)") : track("Event \(row)")
      if row % 31 == 0 { text += "{broken\n" }
    }
    let expected = try validated(["a.ndjson": text], threads: 1, chunkBytes: 1000)
    let result = try validated(["a.ndjson": text], threads: threads, chunkBytes: chunkBytes)
    #expect(result.json.compact == expected.json.compact)
    #expect(expected.errors > 50)
  }

  @Test func `What is printed is limited, and what is counted is not`() throws {
    let rows = (0..<500).map { identify(#""email":"bad","phone":"1""#, id: "u\($0)") }
    let result = try validated(["a.ndjson": rows.joined()]) { $0.maxFindings = 3 }
    #expect(result.errors == 500)
    #expect(result.warnings == 500)
    #expect(result.findings.count == 3)
    #expect(Set(result.findings.map(\.code.text)) == ["CIO113", "CIO114"])
    #expect(result.badRows == 500)
  }

  /// Texts of which one record has one fault, and what stands in the line from the found byte on.
  private static let faults: [(file: String, text: String, begins: String)] = [
    ("m.ndjson", identify(#""plan":"pro","email":"bad""#), #""bad"}}"#),
    ("m.ndjson", identify(#""plan name":1"#), #""plan name":1"#),
    ("m.ndjson", identify(#""a":1,"b":2,"a":3"#), #""a":3"#),
    ("m.ndjson", identify(#""note":"\n","seen":["2025-01-15"]"#), #""2025-01-15"]"#),
    ("m.ndjson", #"{"type":"identify","userId":true,"messageId":"m","traits":{}}"# + "\n", "true,"),
    (
      "m.ndjson",
      #"{ "batch" : [ {"type":"identify","userId":"u","traits":{}}, {"type":"x","userId":"v"} ] }"#
        + "\n", #""x","#
    ),
    (
      "m.ndjson", #"{"type":"person","action":"identify","identifiers":{"email":"bad"}}"# + "\n",
      #""bad"}"#
    ),
    ("m.ndjson", "{\"type\":\"track\",\"userId\":}\n", "}"),
    ("p.csv", "id,note,email\nu,\"a, \"\"b\"\"\",bad\n", "bad"),
    ("p.csv", "id,email\nu,\"ba\"\"d\"\n", "\"ba\"\"d\""),
    ("p.csv", "id,plan name\nu,1\n", "plan name"),
    ("t.csv", "a,b\nx,\"y\"z\n", "\"z"),
  ]

  @Test(arguments: faults.indices)
  func `A finding says at which byte of its row it is`(index: Int) throws {
    let (file, text, begins) = Self.faults[index]
    let findings = try validated([file: text], chunkBytes: 100_000).findings
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = Array(lines[try #require(finding.line) - 1].utf8)
    let column = try #require(finding.column)
    #expect(String(decoding: line[(column - 1)...], as: UTF8.self).hasPrefix(begins))
  }

  @Test func `Rows are parted by verdict, as they stand in the file`() throws {
    let scratch = try Scratch()
    let good = "u1,ann@example.com\n"
    let broken = "u2\n"
    let bad = "u3,nobody\n"
    _ = try validated(["people.csv": "id,email\n" + good + broken + bad]) {
      $0.splitFolder = scratch.folder.path
    }
    #expect(try scratch.text("valid/people.csv") == "id,email\n" + good)
    #expect(try scratch.text("invalid/people.csv") == "id,email\n" + broken + bad)
    let findings = try scratch.text("findings.ndjson").split(separator: "\n")
    #expect(findings.count == 2)
    #expect(
      findings[0].hasPrefix(#"{"code":"CSV101","severity":"error","file":"people.csv","line":3"#))
  }
}
