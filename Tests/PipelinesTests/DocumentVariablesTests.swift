import StageKit
import Table
import Testing

@testable import Pipelines

@Suite struct DocumentVariablesTests {
  /// What the file of the output becomes.
  private func filled(
    _ text: String, vars: String = "{}", _ variables: Variables = Variables()
  ) throws -> String {
    try document(
      output: "{ identify: {}, file: \(text) }", more: "vars: \(vars)", variables: variables
    ).output.file.value
  }

  private let environment = Variables(environment: { ["A": "env-a", "E": ""][$0] })

  @Test(arguments: [
    ("\"${A}/x\"", "env-a/x"),
    ("\"${MISSING:-d}\"", "d"),
    ("\"${E:-d}\"", "d"),
    ("\"${E}x\"", "x"),
    ("\"${MISSING:-${A}-y}\"", "env-a-y"),
    ("\"${MISSING:-}x\"", "x"),
    ("\"$$5 and $x\"", "$5 and $x"),
    ("\"$${A}\"", "${A}"),
    ("\"a$\"", "a$"),
  ])
  func `Variables are filled in as in a shell`(text: String, expected: String) throws {
    #expect(try filled(text, environment) == expected)
  }

  @Test func `What is set wins over the document, which wins over the environment`() throws {
    var both = environment
    #expect(try filled("\"${A}\"", vars: "{ A: doc }", both) == "doc")
    both.set["A"] = "set"
    #expect(try filled("\"${A}\"", vars: "{ A: doc }", both) == "set")
  }

  @Test func `A variable may use those above it`() throws {
    #expect(try filled("\"${B}\"", vars: "{ A: x, B: \"${A}/y\" }") == "x/y")
  }

  @Test func `A value is one text and never adds YAML`() throws {
    let value = "a, file: b }\n- \"x: [y"
    #expect(try filled("\"${V}\"", Variables(set: ["V": value])) == value)
    #expect(try filled("\"${V}\"", Variables(set: ["V": "${W}"])) == "${W}")
  }

  @Test func `A number stays a number where a plain variable is the whole value`() throws {
    let read = try PipelineDocument.parse(
      text: """
        inputs: { a: { path: x.csv } }
        output:
          rows: {}
          file: x
          limits:
            CIO101: ${N}
          allow_semantic_events: ${YES}
        """, file: "p.yaml", variables: Variables(set: ["N": "12", "YES": "true"]))
    #expect(read.output.limits == [.itemSize: 12])
    #expect(read.output.allowsSemanticEvents)
  }

  @Test(arguments: ["", "~", "null"])
  func `A value is never null`(value: String) throws {
    let read = try PipelineDocument.parse(
      text: """
        inputs: { a: { path: x.csv } }
        stages:
          - limit: ${V}
        output: { rows: {}, file: x }
        """, file: "p.yaml", variables: Variables(set: ["V": value]))
    #expect(!read.stages[0].options.isNull)
    #expect(read.stages[0].options.scalar == value)
  }

  @Test func `A quoted variable is text whatever its value`() {
    let found = problems { () throws(Problems) in
      _ = try document(
        output: "{ identify: {}, file: x, limits: { CIO101: \"${N}\" } }",
        variables: Variables(set: ["N": "12"]))
    }
    #expect(found.map(\.code) == [.wrongShape])
  }

  @Test func `Unset variables are reported together, each at its place with a way to set it`() {
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.parse(
        text: """
          vars: { DATA: x }
          inputs: { a: { path: "${DAT}/x.csv" } }
          stages:
            - limit: ${ROWS:?how many rows}
          output:
            rows: {}
            file: out/${DAY}.csv
            as: "${X"
          """, file: "p.yaml")
    }
    #expect(
      found.map { "\($0.code.rawValue) \($0.place?.line ?? 0):\($0.place?.column ?? 0)" } == [
        "DOC107 2:22", "DOC107 4:12", "DOC107 7:13", "DOC109 8:7",
      ])
    #expect(found[0].hint == "did you mean `DATA`?")
    #expect(found[1].message == "ROWS: how many rows")
    #expect(found[2].hint?.contains("--set DAY=VALUE") == true)
  }

  @Test(arguments: ["${}", "${1}", "${A-b}", "${A:b}", "${a b}"])
  func `What looks like a variable and is none is refused`(text: String) {
    let found = problems { () throws(Problems) in _ = try filledOrProblems(text) }
    #expect(found.map(\.code) == [.badValue])
  }

  private func filledOrProblems(_ text: String) throws(Problems) -> PipelineDocument {
    try document(output: "{ identify: {}, file: \"\(text)\" }", variables: environment)
  }
}
