import Bytes
import StageKit
import Stages
import Table
import Testing

@Suite struct AttributesTests {
  private func objects(_ options: Doc, _ rows: Rows) throws -> [String] {
    let trial = try Trial("attributes", options, rows)
    return trial.cells.map { $0.last?.written ?? "" }
  }

  @Test func `values of every type are written as JSON writes them`() throws {
    let rows = Rows(
      "text,whole,exact,truth,day,moment,json\na \"b\" \\c,12,1.500,true,2025-01-15,2025-01-15 10:30:00,[1]\n",
      types: [
        "whole": .integer, "exact": .decimal, "truth": .boolean, "day": .date,
        "moment": .timestamp, "json": .json,
      ])
    #expect(
      try objects(["as": "all", "fields": ["*"]], rows) == [
        #"{"text":"a \"b\" \\c","whole":12,"exact":1.500,"truth":true,"day":"2025-01-15","moment":"2025-01-15T10:30:00.000Z","json":[1]}"#
      ])
  }

  @Test func `nulls are left out, or kept when asked for`() throws {
    let rows = Rows("a,b,c\n,x,\n,,\n", types: ["c": .integer])
    let omitted: Doc = ["as": "all", "fields": ["a", "b", "c"]]
    #expect(try objects(omitted, rows) == [#"{"b":"x"}"#, "{}"])
    let kept: Doc = ["as": "all", "fields": ["a", "b", "c"], "nulls": "keep"]
    #expect(
      try objects(kept, rows) == [
        #"{"a":null,"b":"x","c":null}"#, #"{"a":null,"b":null,"c":null}"#,
      ])
  }

  @Test func `keys are escaped and stand in the order they are written`() throws {
    let rows = Rows("b,a\"x\n1,2\n")
    #expect(try objects(["as": "o", "fields": ["a\"x", "b"]], rows) == [#"{"a\"x":"2","b":"1"}"#])
  }

  @Test func `expressions give values under names of their own`() throws {
    let rows = Rows("rank,n\n1,5\n2,5\n", types: ["rank": .integer, "n": .integer])
    let options: Doc = [
      "as": "o", "fields": ["is_first": "rank = 1", "many": "n > 3 AND rank > 1"],
    ]
    #expect(
      try objects(options, rows) == [
        #"{"is_first":true,"many":false}"#, #"{"is_first":false,"many":true}"#,
      ])
  }

  @Test func `the columns are read only when the object is asked for`() throws {
    let trial = try Trial("attributes", ["as": "o", "fields": ["a"]], Rows("a,b\n1,2\n"))
    #expect(trial.stages[0].needs([1]) == [1])
    #expect(trial.stages[0].needs([2]) == [0])
    #expect(trial.schema[2] == Schema.Field("o", .json))
  }

  @Test func `a name that is taken, and columns that are not there, are mistakes`() {
    let found = mistakes("attributes", ["as": "a", "fields": ["a", "x"]], columns("a", "b"))
    #expect(found.map(\.code) == [.nameClash, .unknownColumn])
    #expect(mistakes("attributes", ["as": "o"], columns("a")).map(\.code) == [.missingKey])
  }
}
