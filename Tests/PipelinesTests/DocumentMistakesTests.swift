import StageKit
import Table
import Testing

@testable import Pipelines

@Suite struct DocumentMistakesTests {
  @Test func `Every mistake of a document is reported at once, with place, line and suggestion`() {
    let text = """
      name: persons
      inputs:
        entities:
          pth: x.csv
          dialect: snowflak
          types: { id: integr }
        entities: { path: y.csv }
      form: entities
      stages:
        - filter: a
          limit: 2
        - 12
      output:
        identfy: {}
        as: pipeline
      """
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.parse(text: text, file: "p.yaml")
    }
    #expect(
      found.map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0) \($0.code.rawValue)" } == [
        "4:5 DOC103", "5:14 DOC106", "6:18 DOC106", "7:3 DOC102", "8:1 DOC103", "11:5 DOC105",
        "12:5 DOC105", "14:3 DOC103", "14:3 DOC104", "15:7 DOC106",
      ])
    #expect(found.first?.excerpt == "    pth: x.csv")
    #expect(
      found.compactMap(\.hint).prefix(3) == [
        "did you mean `path`?", "did you mean `snowflake`?", "did you mean `integer`?",
      ])
    #expect(
      found.first?.rendered == """
        error DOC103: `inputs.entities` has no key `pth`
          p.yaml:4:5
          4 |     pth: x.csv
            |     ^
          hint: did you mean `path`?
        """)
  }

  @Test(arguments: [
    ("people: {}", ProblemCode.missingKey),
    ("people: { path: x.csv, pipeline: y }", .unknownKey),
    ("people: x.csv", .wrongShape),
    ("people: { path: \"\" }", .badValue),
    ("people: { path: x.csv, header: false }", .badValue),
    ("people: { path: x.csv, header: [] }", .badValue),
    ("people: { path: x.csv, bad_rows: ignore }", .badChoice),
    ("people: { path: x.csv, bad_rows: { tolerate: { rows: -1 } } }", .badValue),
    ("people: { path: x.csv, bad_rows: { tolerate: { percent: 101 } } }", .wrongShape),
    ("people: { path: x.csv, columns: { needs: [a] } }", .unknownKey),
    ("people: { path: x.csv, dialect: { delimiter: \"||\" } }", .wrongShape),
    (
      "people: { path: x.csv, dialect: { booleans: { true: [a], false: [A] } } }", .badValue
    ),
  ])
  func `An input that cannot be meant is refused`(input: String, code: ProblemCode) {
    let found = problems { () throws(Problems) in _ = try document(inputs: input) }
    #expect(found.contains { $0.code == code })
    #expect(found.allSatisfy { $0.place?.line == 2 && $0.excerpt != nil })
  }

  @Test(arguments: [
    ("{ file: x.ndjson }", ProblemCode.missingKey),
    ("{ identify: {} }", .missingKey),
    ("{ identify: {}, track: {}, file: x }", .badValue),
    ("{ identify: { userId: [a] }, file: x }", .wrongShape),
    ("{ identify: { traits: [], properties: [] }, file: x }", .duplicateKey),
    ("{ identify: {}, file: x, limits: { CIO101: 0 } }", .badValue),
    ("{ identify: {}, file: x, limits: { CIO999: 5 } }", .unknownKey),
    ("identify", .wrongShape),
  ])
  func `An output that cannot be meant is refused`(output: String, code: ProblemCode) {
    let found = problems { () throws(Problems) in _ = try document(output: output) }
    #expect(found.first?.code == code)
  }

  @Test func `Text that is not YAML is one problem at its place`() {
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.parse(text: "inputs: [a\noutput: }", file: "p.yaml")
    }
    #expect(found.map(\.code) == [.yamlSyntax])
    #expect(found.first?.excerpt?.isEmpty == false)
  }

  @Test(arguments: ["", "# nothing yet\n", "- a\n", "text"])
  func `A document that is no map says what a pipeline is`(text: String) {
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.parse(text: text, file: "p.yaml")
    }
    #expect(found.map(\.code) == [.wrongShape])
  }

  @Test func `A pipeline without inputs and output lacks both`() {
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.parse(text: "name: x", file: "p.yaml")
    }
    #expect(found.map(\.code) == [.missingKey, .missingKey])
  }

  @Test func `An input that nothing declares is refused where it is named`() {
    let found = problems { () throws(Problems) in
      _ = try document(
        more: """
          from: peple
          tests: [{ name: x, given: { peopel: [] }, expect: [] }]
          """)
    }
    #expect(found.map(\.code) == [.unknownInput, .unknownInput])
    #expect(found.map(\.hint) == ["did you mean `people`?", "did you mean `people`?"])
  }

  @Test func `Mistakes in stages stand beside those of the rest`() {
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.parse(
        text: """
          inputs: { people: { pth: x } }
          stages:
            - limit: 1
            - 12
            - lmit: 2
          output: { identify: {}, file: x }
          """, file: "p.yaml"
      ) { (stage) throws(Problems) in
        if stage.name != "limit" { throw Problems(Problem(.unknownStage, "", at: stage.place)) }
      }
    }
    #expect(
      found.map { "\($0.place?.line ?? 0) \($0.code.rawValue)" } == [
        "1 DOC103", "4 DOC105", "5 PLN202",
      ])
  }
}
