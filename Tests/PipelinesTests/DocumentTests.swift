import StageKit
import Table
import Testing

@testable import Pipelines

/// A document with its parts in place, for tests that are about one of them.
func document(
  inputs: String = "people: { path: people.csv }", stages: String = "[]",
  output: String = "{ identify: {}, file: out.ndjson }", more: String = "",
  variables: Variables = Variables()
) throws(Problems) -> PipelineDocument {
  try PipelineDocument.parse(
    text: "inputs:\n  \(inputs)\nstages: \(stages)\noutput: \(output)\n\(more)",
    file: "jobs/people.yaml", variables: variables)
}

/// What is wrong with a document; empty when nothing is.
func problems(_ body: () throws(Problems) -> Void) -> [Problem] {
  do throws(Problems) { try body() } catch { return error.all }
  return []
}

@Suite struct DocumentTests {
  @Test func `A whole pipeline is read with everything it says`() throws {
    let read = try PipelineDocument.parse(
      text: """
        name: persons
        description: Active people.
        inputs:
          entities:
            path: [a-*.csv.gz, "b.csv"]
            dialect: { preset: redshift, delimiter: tab, quote: none, nulls: ["", NULL], zone: "+02:00" }
            types: { "*_at": timestamp, value: decimal }
            bad_rows: { policy: fail, tolerate: { rows: 3, percent: 0.5 } }
            columns: { require: [email] }
          journey: { path: "-", format: ndjson, compression: gzip, header: [a, b], columns: freeze }
          people: { pipeline: other }
        from: journey
        stages:
          - filter: a > 1
          - dedupe: { key: a }
        output:
          track:
            event: name
            userId: lower(email)
            properties: { except: ["x_*"] }
          as: reverse_etl
          nulls: clear
          file: ../out/x.ndjson
          identifier: email
          limits: { CIO101: 65536 }
          allow_semantic_events: true
        tests:
          - name: it works
            given: { journey: [{ a: 1, b: null }] }
            expect: [{ userId: x }]
        """, file: "jobs/p.yaml")
    #expect(read.name == "persons")
    #expect(read.description == "Active people.")
    #expect(read.folder == "jobs")
    #expect(read.resolve("../x") == "jobs/../x")
    #expect(read.resolve("-") == "-")
    #expect(read.inputs.map(\.name) == ["entities", "journey", "people"])
    guard case .files(let paths) = read.inputs[0].source else {
      Issue.record("the first input has files")
      return
    }
    #expect(paths.map(\.value) == ["a-*.csv.gz", "b.csv"])
    let dialect = read.inputs[0].dialect.dialect
    #expect(dialect.name == "redshift")
    #expect(dialect.delimiter == 9)
    #expect(dialect.quote == nil)
    #expect(dialect.escape == .backslash)
    #expect(dialect.nulls == ["", "NULL"])
    #expect(dialect.zoneOffset == 7200)
    #expect(read.inputs[0].types.map(\.key) == ["*_at", "value"])
    #expect(read.inputs[0].types.map(\.value.value) == [.timestamp, .decimal])
    #expect(read.inputs[0].badRows.policy == .fail)
    #expect(read.inputs[0].badRows.tolerate.rows == 3)
    #expect(read.inputs[0].badRows.tolerate.percent?.value == 0.5)
    guard case .require(let names) = read.inputs[0].columns else {
      Issue.record("the first input requires a column")
      return
    }
    #expect(names.map(\.value) == ["email"])
    #expect(read.inputs[1].format == .ndjson)
    #expect(read.inputs[1].compression == .gzip)
    guard case .names(["a", "b"]) = read.inputs[1].header else {
      Issue.record("the second input has names in the document")
      return
    }
    #expect(read.pipelines.map(\.value) == ["other"])
    #expect(read.from.value == "journey")
    #expect(read.stages.map(\.name) == ["filter", "dedupe"])
    #expect(read.stages[0].options.scalar == "a > 1")
    #expect(read.stages[1].place.line == 15)
    #expect(read.output.kind == .track)
    #expect(read.output.fields.map(\.name) == ["event", "userId"])
    #expect(read.output.fields.map(\.expression.value) == ["name", "lower(email)"])
    guard case .except(let left) = read.output.traits else {
      Issue.record("the output leaves columns out")
      return
    }
    #expect(left.map(\.value) == ["x_*"])
    #expect(read.output.wireForm?.value == .reverseETL)
    #expect(read.output.nulls == .clear)
    #expect(read.output.identifier == .email)
    #expect(read.output.limits == [.itemSize: 65536])
    #expect(read.output.allowsSemanticEvents)
    #expect(read.tests[0].given.entries[0].value[0].value["b"]?.node.isNull == true)
    #expect(read.tests[0].expect[0].value["userId"]?.node.scalar == "x")
  }

  @Test func `What is not said has the defaults that the guide promises`() throws {
    let read = try document()
    #expect(read.name == "people")
    #expect(read.from.value == "people")
    #expect(read.inputs[0].format == nil)
    #expect(read.inputs[0].compression == .auto)
    #expect(read.inputs[0].dialect.dialect == .standard)
    #expect(read.inputs[0].badRows.policy == .reject)
    #expect(read.output.nulls == .omit)
    #expect(read.output.wireForm == nil)
    #expect(!read.output.allowsSemanticEvents)
    guard case .others = read.output.traits else {
      Issue.record("every other column is a trait")
      return
    }
  }

  @Test func `An empty list of traits is no traits, not all of them`() throws {
    let read = try document(output: "{ group: { traits: [] }, file: x.ndjson }")
    guard case .only(let names) = read.output.traits else {
      Issue.record("a list chooses")
      return
    }
    #expect(names.isEmpty)
  }

  @Test func `Tolerated rows are counted against both bounds`() {
    var tolerance = BadRows.Tolerance()
    #expect(tolerance.accepts(rejected: 0, of: 0))
    #expect(!tolerance.accepts(rejected: 1, of: 1_000_000))
    tolerance.rows = 5
    #expect(tolerance.accepts(rejected: 5, of: 10))
    #expect(!tolerance.accepts(rejected: 6, of: 10))
    tolerance.percent = Percent(value: 10)
    #expect(tolerance.accepts(rejected: 1, of: 10))
    #expect(!tolerance.accepts(rejected: 2, of: 10))
  }

  @Test(arguments: [("UTC", 0), ("+02:00", 7200), ("-0530", -19800), ("+5", 18000)])
  func `A zone is an offset from UTC`(text: String, seconds: Int) throws {
    let read = try document(
      inputs: "people: { path: x.csv, dialect: { zone: \"\(text)\" } }")
    #expect(read.inputs[0].dialect.dialect.zoneOffset == seconds)
  }

  @Test(arguments: ["Europe/Berlin", "+25:00", "+01:75", "2", ""])
  func `A zone that is no offset is refused`(text: String) {
    let found = problems { () throws(Problems) in
      _ = try document(inputs: "people: { path: x.csv, dialect: { zone: \"\(text)\" } }")
    }
    #expect(found.map(\.code) == [.wrongShape])
  }
}
