import CommandKit
import Foundation
import Testing

@Suite("Writing JSON")
struct JSONTextTests {
  @Test("keys keep their order and the pretty form is indented by two")
  func forms() {
    let value: JSONText = [
      "z": 1, "a": [true, nil, "x"], "empty": [], "none": [:], "n": -1.5, "deep": ["k": [[1]]],
    ]
    #expect(
      value.compact
        == #"{"z":1,"a":[true,null,"x"],"empty":[],"none":{},"n":-1.5,"deep":{"k":[[1]]}}"#)
    #expect(
      value.pretty == """
        {
          "z": 1,
          "a": [
            true,
            null,
            "x"
          ],
          "empty": [],
          "none": {},
          "n": -1.5,
          "deep": {
            "k": [
              [
                1
              ]
            ]
          }
        }

        """)
  }

  @Test("a text is escaped as RFC 8259 asks, and no more")
  func escapes() {
    #expect(
      JSONText.string("\"\\/\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}é🙂\u{2028}").compact
        == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\u{7F}é🙂\u{2028}\"")
    #expect(JSONText.string("\r\n").compact == #""\r\n""#)
  }

  @Test("every character comes back from another reader")
  func roundTrip() throws {
    var text = ""
    for code in UInt32(0)...0x2FFF { text.unicodeScalars.append(Unicode.Scalar(code)!) }
    let data = Data(JSONText.array([.string(text)]).compact.utf8)
    let read = try JSONSerialization.jsonObject(with: data) as? [String]
    #expect(read.map { Array($0[0].unicodeScalars) == Array(text.unicodeScalars) } == true)
  }

  @Test("numbers are exact, and what JSON cannot spell is null")
  func numbers() {
    #expect(
      JSONText.array([.integer(.max), .integer(.min), 0.1, 1e300, .double(.infinity)]).compact
        == "[9223372036854775807,-9223372036854775808,0.1,1e+300,null]")
    #expect(
      JSONText.array([.optional("a"), .optional(nil as Int?), .strings(["b"])]).compact
        == #"["a",null,["b"]]"#)
  }

  @Test("the tool describes itself without its hidden parts")
  func selfDescription() throws {
    let data = Data(sample.json.pretty.utf8)
    let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let verbs = try #require(root["verbs"] as? [[String: Any]])
    #expect(
      verbs.compactMap { $0["name"] as? String }
        == ["run", "weigh", "completions", "help", "version"])
    let options = try #require(verbs[0]["options"] as? [[String: Any]])
    #expect(
      options.compactMap { $0["name"] as? String }
        == ["memory", "limit", "set", "as", "out", "report", "dry-run"])
    let grade = try #require(options[3]["value"] as? [String: Any])
    #expect(grade["choices"] as? [String] == ["fine", "coarse", "whole"])
    #expect(options[5]["bare"] as? String == "-")
  }
}
