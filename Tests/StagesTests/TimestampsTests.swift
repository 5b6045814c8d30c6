import Bytes
import StageKit
import Stages
import Table
import Testing

@Suite struct TimestampsTests {
  static let spellings = [
    "2025-01-15 10:30:00.123456789 +0000", "2025-01-15T10:30:00.123Z",
    "2025-01-15 10:30:00.123 UTC", "2025-01-15 12:30:00.123+02", "2025-01-15 10:30:00.123",
    "1736937000123",
  ]

  @Test(arguments: spellings) func `every written form of a moment becomes one`(text: String) throws
  {
    let iso = try Trial("timestamps", ["columns": "at"], Rows("at\n\(text)\n"))
    #expect(iso.csv == "at\n2025-01-15T10:30:00.123Z\n")
    let unix = try Trial("timestamps", ["columns": "at", "to": "unix"], Rows("at\n\(text)\n"))
    #expect(unix.csv == "at\n1736937000\n")
    #expect(unix.schema[0].type == .integer)
  }

  @Test func `each form is written from moments, text, numbers and JSON strings`() throws {
    let rows = Rows(
      "a,b,c,d\n2025-01-15 10:30:00,2025-01-15,1736937000,\"2025-01-15T10:30:00Z\"\n,,,\n",
      types: ["a": .timestamp, "b": .date, "c": .integer, "d": .json])
    let all: Doc = ["columns": "*", "to": "snowflake"]
    #expect(
      try Trial("timestamps", all, rows).csv
        == "a,b,c,d\n2025-01-15 10:30:00.000,2025-01-15 00:00:00.000,2025-01-15 10:30:00.000,2025-01-15 10:30:00.000\n,,,\n"
    )
    let milliseconds: Doc = ["columns": "*", "to": "unix_ms"]
    #expect(
      try Trial("timestamps", milliseconds, rows).csv
        == "a,b,c,d\n1736937000000,1736899200000,1736937000000,1736937000000\n,,,\n")
  }

  @Test func `the zone is that of times that name none`() throws {
    let rows = Rows("at\n2025-01-15 10:30:00\n2025-01-15 10:30:00Z\n")
    let trial = try Trial("timestamps", ["columns": "at", "zone": "+02:00"], rows)
    #expect(trial.csv == "at\n2025-01-15T08:30:00.000Z\n2025-01-15T10:30:00.000Z\n")
  }

  @Test func `whole numbers count the unit that puts them in our time`() throws {
    let rows = Rows("at\n1736937000\n1736937000250\n1736937000250999\n1736937000250999888\n")
    let trial = try Trial("timestamps", ["columns": "at"], rows)
    #expect(
      trial.csv
        == "at\n2025-01-15T10:30:00.000Z\n"
        + String(repeating: "2025-01-15T10:30:00.250Z\n", count: 3)
    )
  }

  @Test func `what is no time rejects its row, with the column and what was found`() throws {
    let rows = Rows("id,at\n1,soon\n2,2025-01-15\n3,20250115\n4,\n")
    let trial = try Trial("timestamps", ["columns": "at"], rows)
    #expect(trial.csv == "id,at\n2,2025-01-15T00:00:00.000Z\n4,\n")
    #expect(trial.rejects.map(\.code) == ["TYP506", "TYP506"])
    #expect(trial.rejects.map(\.origin.line) == [2, 4])
    #expect(trial.rejects[0].field == "at")
    #expect(trial.rejects[0].reason == "\"soon\" is not a time")
  }

  @Test func `a row with two bad times is rejected once`() throws {
    let trial = try Trial("timestamps", ["columns": "*"], Rows("a,b\nx,y\n"))
    #expect(trial.counts.rejected == 1)
  }

  @Test func `what is no time may become null or stay`() throws {
    let rows = Rows("at\nsoon\n\"\"\n2025-01-15\n")
    let null = try Trial("timestamps", ["columns": "at", "on_error": "null"], rows)
    #expect(null.csv == "at\n\n\n2025-01-15T00:00:00.000Z\n")
    let kept = try Trial("timestamps", ["columns": "at", "on_error": "keep"], rows)
    #expect(kept.csv == "at\nsoon\n\"\"\n2025-01-15T00:00:00.000Z\n")
  }

  @Test func `mistakes are found before anything is read`() {
    let fields = [Schema.Field("ok", .boolean), Schema.Field("at", .string)]
    #expect(mistakes("timestamps", ["columns": "ok"], fields).map(\.code) == [.typeClash])
    #expect(mistakes("timestamps", ["columns": "art"], fields).map(\.code) == [.unknownColumn])
    let kept: Doc = ["columns": "at", "to": "unix", "on_error": "keep"]
    #expect(mistakes("timestamps", kept, fields).map(\.code) == [.typeClash])
    let zone: Doc = ["columns": "at", "zone": "Europe/Berlin"]
    #expect(mistakes("timestamps", zone, fields).map(\.code) == [.wrongShape])
    #expect(mistakes("timestamps", ["to": "iso"], fields).map(\.code) == [.badChoice, .missingKey])
  }
}
