import Foundation
import Testing

@testable import Pipelines

@Suite struct ValidationReportTests {
  static func result() throws -> ValidationResult {
    try validated(["people.ndjson": identify(#""email":"<b>","plan":"pro","seats":3"#)])
  }

  @Test func `The text begins with the verdict and shows place, row and cure`() throws {
    let lines = try Self.result().text.split(separator: "\n").map(String.init)
    #expect(
      lines[0]
        == "not valid: 1 record in 1 file, 1 error and 0 warnings; 1 record has errors of its own")
    #expect(lines.contains("  people.ndjson:1:103  email is \"<b>\", which is no e-mail address"))
    #expect(lines.contains { $0.hasPrefix("    | {\"type\":\"identify\"") })
    #expect(lines.last == "  hint: normalize_email() it, or make it null")
  }

  @Test func `A finding has the members that are promised, in their order`() throws {
    let finding = try #require(try Self.result().findings.first)
    #expect(
      finding.json.compact
        == #"{"code":"CIO113","severity":"error","file":"people.ndjson","line":1,"column":103,"#
        + #""field":"email","message":"email is \"<b>\", which is no e-mail address","#
        + #""hint":"normalize_email() it, or make it null"}"#)
  }

  @Test func `The page shows text of a file as text`() throws {
    let page = try Self.result().html
    #expect(page.contains("Not ready to upload"))
    #expect(page.contains("email is &quot;&lt;b&gt;&quot;"))
    #expect(!page.contains("<b>\""))
    #expect(!page.contains("http"))
  }

  @Test func `Columns are counted with the kinds of their values`() throws {
    let table = "a,b,c,d\n1,x,2025-01-15,true\n2.5,,2025-01-16 10:00:00,false\n,y,,\n"
    let columns = try validated(["t.csv": table]).files[0].columns
    #expect(columns.map(\.filled) == [2, 2, 2, 2])
    #expect(columns.map(\.nulls) == [1, 1, 1, 1])
    #expect(columns.map(\.types) == [["number"], ["text"], ["time"], ["boolean"]])
  }

  @Test func `SARIF names the rule, the file and the line`() throws {
    let data = Data(try Self.result().sarif.compact.utf8)
    let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let run = try #require((whole["runs"] as? [[String: Any]])?.first)
    let found = try #require((run["results"] as? [[String: Any]])?.first)
    #expect(found["ruleId"] as? String == "CIO113")
    #expect(found["level"] as? String == "error")
  }
}
