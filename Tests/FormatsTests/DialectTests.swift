import Bytes
import Table
import TestKit
import Testing

@testable import Formats

@Suite("Dialects")
struct DialectTests {
  /// A row as a warehouse writes it, and what its cells are.
  struct Written: Sendable {
    var dialect: Dialect
    var row: String
    var cells: [String?]

    init(_ dialect: Dialect, _ row: String, _ cells: [String?]) {
      self.dialect = dialect
      self.row = row
      self.cells = cells
    }
  }

  @Test(
    "each warehouse's nulls, empty texts and escapes are read as it means them",
    arguments: [
      Written(.standard, "x,,\"\",\"\\N\"", ["x", nil, "", "\\N"]),
      Written(.standard, "\\N,null,\"a\"\"b\",a\"b", ["\\N", "null", "a\"b", "a\"b"]),
      Written(.snowflake, "\\N,,\"\",\"\\N\"", [nil, nil, "", "\\N"]),
      Written(.snowflake, "\\n,C:\\new\\,\"a\\\",x", ["\\n", "C:\\new\\", "a\\", "x"]),
      Written(.bigquery, ",\"\",\\N,NULL", [nil, "", "\\N", "NULL"]),
      Written(.postgres, "\\N,,\"\",t", [nil, nil, "", "t"]),
      Written(.redshift, "\\N||\"\"|\"\\N\"", [nil, nil, "", "\\N"]),
      Written(.redshift, "\"a\\|b\"|a\\|b|\"\\\"\"|\\\\N", ["a|b", "a|b", "\"", "\\N"]),
      Written(.redshift, "\"a\\\nb\"|a\\\nb|\"\\\\\"|a\\\\", ["a\nb", "a\nb", "\\", "a\\"]),
      Written(.redshift, "\\x|\\-|\"\\x\"|a\\\r", ["\\x", "\\-", "\\x", "a\r"]),
      Written(
        .databricks, "C:\\dir\\,\\\\srv,\"a\\\"b\",\"\"", ["C:\\dir\\", "\\\\srv", "a\"b", ""]),
      Written(.databricks, ",\\N,\"\\\\\",\"a\nb\\,c\"", [nil, "\\N", "\\", "a\nb\\,c"]),
    ])
  func cells(_ written: Written) throws {
    var reading = Reading()
    reading.dialect = written.dialect
    reading.header = ["a", "b", "c", "d"]
    let delimiter = String(decoding: [written.dialect.delimiter], as: UTF8.self)
    let plain = ["1", "2", "3", "4"].joined(separator: delimiter)
    for end in ["\n", "\r\n"] {
      let whole = try ChunkVerifier(reading).csv(plain + end + written.row + end + plain + end)
      #expect(
        whole.texts == [["1", "2", "3", "4"], written.cells, ["1", "2", "3", "4"]],
        "\(written.dialect.name)")
      #expect(whole.rejects.isEmpty)
    }
  }

  @Test("every preset tells empty, null and missing apart")
  func threeThings() throws {
    for dialect in Dialect.presets {
      var reading = Reading()
      reading.dialect = dialect
      reading.columns = ["a", "b", "c"]
      let delimiter = String(decoding: [dialect.delimiter], as: UTF8.self)
      let whole = try ChunkVerifier(reading).csv("a\(delimiter)b\n\"\"\(delimiter)\n")
      #expect(whole.rows.map(\.cells) == [[.text(""), .null, .missing]], "\(dialect.name)")
    }
  }

  @Test("quoted nulls are null only where the dialect says so")
  func quotedNulls() throws {
    var reading = Reading()
    reading.dialect = .snowflake
    reading.dialect.quotedNulls = true
    let whole = try ChunkVerifier(reading).csv("a,b,c\n\"\",\"\\N\",\"x\"\n")
    #expect(whole.texts == [[nil, nil, "x"]])
  }

  @Test("null tokens are those that the document names, exactly")
  func tokens() throws {
    var reading = Reading()
    reading.dialect.nulls = ["NULL", "n/a"]
    let whole = try ChunkVerifier(reading).csv("a,b,c,d\nNULL,n/a,null,\n")
    #expect(whole.texts == [[nil, nil, "null", ""]])
  }

  @Test("cells become the type that is declared, whatever spelling the dump has")
  func types() throws {
    var reading = Reading()
    reading.types = [
      "i": .integer, "d": .decimal, "t": .boolean, "day": .date, "at": .timestamp, "j": .json,
    ]
    reading.dialect.zoneOffset = 3600
    let header = "i,d,t,day,at,j\n"
    let whole = try ChunkVerifier(reading).csv(
      header + "+007,.50,TRUE,2025-01-15,2025-01-15 10:30:00,\"{\"\"a\"\":\n1}\"\n"
        + "-0,1e400,n,1969-12-31,1970-01-01T00:00:00Z,null\n,,,,,\n")
    #expect(
      whole.rows.map(\.cells) == [
        [
          .decimal("7"), .decimal("0.50"), .boolean(true),
          .instant(Instant(year: 2025, month: 1, day: 15)),
          .instant(Instant(seconds: 1_736_933_400)), .json("{\"a\": 1}"),
        ],
        [
          .decimal("-0"), .decimal("1e400"), .boolean(false), .instant(Instant(seconds: -86_400)),
          .instant(Instant(seconds: 0)), .null,
        ], [.null, .null, .null, .null, .null, .null],
      ])
  }

  @Test(
    "a cell that does not fit its type rejects the row with the code of that type",
    arguments: [
      (ValueType.integer, "1.0", ProblemCode.notAnInteger),
      (.integer, "9223372036854775808", .notAnInteger), (.integer, "\"\"", .notAnInteger),
      (.integer, "1e3", .notAnInteger), (.integer, " 1", .notAnInteger),
      (.decimal, "1,5", .csvTooManyFields), (.decimal, "NaN", .notADecimal),
      (.double, "Infinity", .notADouble), (.double, "0x10", .notADouble),
      (.boolean, "2", .notABoolean), (.date, "2025-02-29", .notADate),
      (.timestamp, "2025-01-15 24:00:00", .notATimestamp), (.json, "{a}", .notJSON),
    ])
  func misfits(_ type: ValueType, _ cell: String, _ code: ProblemCode) throws {
    var reading = Reading()
    reading.types = ["x": type]
    let whole = try ChunkVerifier(reading).csv("k,x\n1,\n2,\(cell)\n3,\n")
    #expect(whole.codes == [code.rawValue])
    #expect(whole.rows.count == 2)
  }

  @Test("the widest integers are kept, digit by digit")
  func widest() throws {
    var reading = Reading()
    reading.types = ["x": .integer]
    let whole = try ChunkVerifier(reading).csv(
      "x\n9223372036854775807\n-9223372036854775808\n000000000000000000000000042\n")
    #expect(whole.texts == [["9223372036854775807"], ["-9223372036854775808"], ["42"]])
  }
}
