import Bytes
import Expressions
import Table
import Testing

/// Every type as every type.
@Suite struct CastTests {
  static let rows = Rows([
    (
      "string", .string,
      [
        .text("12"), .text("1.5"), .text("true"), .text("2025-01-15T10:30:00+02:00"),
        .text(#"{"a":1}"#), .null,
      ]
    ),
    (
      "integer", .integer,
      [.integer(12), .integer(-7), .null, .integer(.max), .null, .null]
    ),
    (
      "decimal", .decimal,
      [
        .decimal("12.50"), .decimal("-0.5"), .decimal("123456789012345678901234567890.1"), .null,
        .null, .null,
      ]
    ),
    ("double", .double, [.double(2.5), .double(1e21), .double(-0.5), .null, .null, .null]),
    ("boolean", .boolean, [.boolean(true), .boolean(false), .null, .null, .null, .null]),
    ("date", .date, [day(2025, 1, 15), day(1969, 12, 31), .null, .null, .null, .null]),
    (
      "timestamp", .timestamp,
      [
        .instant(Instant(seconds: 1_736_937_000, nanoseconds: 123_000_000)),
        .instant(Instant(seconds: -1)), day(9999, 12, 31), .null, .null, .null,
      ]
    ),
    (
      "json", .json,
      [
        .json("\"12\""), .json("5"), .json("true"), .json(#"{"a":1}"#), .json("\"2025-01-15\""),
        .null,
      ]
    ),
  ])

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Value {
    .instant(Instant(year: year, month: month, day: day))
  }

  /// From, to, and each row's value or problem; nulls at the end are left out.
  static let table = #"""
    string string | 12 | 1.5 | true | 2025-01-15T10:30:00+02:00 | {"a":1}
    string integer | 12 | 2 | TYP501 | TYP501 | TYP501
    string decimal | 12 | 1.5 | TYP502 | TYP502 | TYP502
    string double | 12 | 1.5 | TYP503 | TYP503 | TYP503
    string boolean | TYP504 | TYP504 | true | TYP504 | TYP504
    string date | TYP505 | TYP505 | TYP505 | 2025-01-15 | TYP505
    string timestamp | TYP506 | TYP506 | TYP506 | 2025-01-15T08:30:00.000Z | TYP506
    string json | 12 | 1.5 | true | TYP507 | {"a":1}
    integer string | 12 | -7 | null | 9223372036854775807
    integer integer | 12 | -7 | null | 9223372036854775807
    integer decimal | 12 | -7 | null | 9223372036854775807
    integer double | 12 | -7 | null | 9223372036854775807
    integer boolean | refused
    integer date | refused
    integer timestamp | refused
    integer json | 12 | -7 | null | 9223372036854775807
    decimal string | 12.50 | -0.5 | 123456789012345678901234567890.1
    decimal integer | 13 | -1 | TYP501
    decimal decimal | 12.50 | -0.5 | 123456789012345678901234567890.1
    decimal double | 12.50 | -0.5 | 123456789012345678901234567890.1
    decimal boolean | refused
    decimal date | refused
    decimal timestamp | refused
    decimal json | 12.50 | -0.5 | 123456789012345678901234567890.1
    double string | 2.5 | 1e+21 | -0.5
    double integer | 3 | TYP501 | -1
    double decimal | 2.5 | 1e+21 | -0.5
    double double | 2.5 | 1e+21 | -0.5
    double boolean | refused
    double date | refused
    double timestamp | refused
    double json | 2.5 | 1e+21 | -0.5
    boolean string | true | false
    boolean integer | refused
    boolean decimal | refused
    boolean double | refused
    boolean boolean | true | false
    boolean date | refused
    boolean timestamp | refused
    boolean json | true | false
    date string | 2025-01-15 | 1969-12-31
    date integer | refused
    date decimal | refused
    date double | refused
    date boolean | refused
    date date | 2025-01-15 | 1969-12-31
    date timestamp | 2025-01-15T00:00:00.000Z | 1969-12-31T00:00:00.000Z
    date json | 2025-01-15 | 1969-12-31
    timestamp string | 2025-01-15T10:30:00.123Z | 1969-12-31T23:59:59.000Z | 9999-12-31T00:00:00.000Z
    timestamp integer | refused
    timestamp decimal | refused
    timestamp double | refused
    timestamp boolean | refused
    timestamp date | 2025-01-15 | 1969-12-31 | 9999-12-31
    timestamp timestamp | 2025-01-15T10:30:00.123Z | 1969-12-31T23:59:59.000Z | 9999-12-31T00:00:00.000Z
    timestamp json | 2025-01-15T10:30:00.123Z | 1969-12-31T23:59:59.000Z | 9999-12-31T00:00:00.000Z
    json string | 12 | 5 | true | {"a":1} | 2025-01-15
    json integer | 12 | 5 | TYP501 | TYP501 | TYP501
    json decimal | 12 | 5 | TYP502 | TYP502 | TYP502
    json double | 12 | 5 | TYP503 | TYP503 | TYP503
    json boolean | TYP504 | TYP504 | true | TYP504 | TYP504
    json date | TYP505 | TYP505 | TYP505 | TYP505 | 2025-01-15
    json timestamp | TYP506 | TYP506 | TYP506 | TYP506 | 2025-01-15T00:00:00.000Z
    json json | 12 | 5 | true | {"a":1} | 2025-01-15
    """#

  @Test(arguments: table.split(separator: "\n").map(String.init))
  func `A value becomes another type's, or its row says why not; TRY_CAST gives null instead`(
    _ line: String
  ) throws {
    let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
    let types = cells[0].split(separator: " ")
    let text = "CAST(\"\(types[0])\" AS \(types[1]))"
    if cells[1...] == ["refused"] {
      let mistakes = Self.rows.mistakes(text)
      #expect(mistakes.count == 1)
      #expect(mistakes.first?.contains(" cannot become ") == true, "\(text)")
      return
    }
    let nulls = [String](repeating: "null", count: max(0, 6 - (cells.count - 1)))
    let wanted = Array(cells[1...]) + nulls
    #expect(try Self.rows.texts(text) == wanted, "\(text)")
    #expect(
      try Self.rows.texts("TRY_" + text) == wanted.map { $0.hasPrefix("TYP") ? "null" : $0 },
      "TRY_\(text)")
    #expect(
      try Self.rows.texts("\"\(types[0])\"::\(types[1])") == wanted, "::\(types[1])")
    #expect(try Self.rows.type(text).rawValue == types[1])
  }

  @Test func `What has no meaning of its own says what to write instead`() {
    #expect(
      Self.rows.mistakes("CAST(\"integer\" AS timestamp)") == [
        """
        error PLN205: an integer cannot become a timestamp
          p.yaml:1:1
          hint: from_unix(x) reads Unix seconds
        """
      ])
    #expect(
      Self.rows.mistakes("CAST(boolean AS integer)") == [
        """
        error PLN205: a boolean cannot become an integer
          p.yaml:1:1
          hint: CASE WHEN x THEN 1 ELSE 0 END
        """
      ])
  }

  @Test func `Types have the names that SQL's dialects give them`() throws {
    for (name, type) in [
      ("VARCHAR(255)", ValueType.string), ("text", .string), ("BIGINT", .integer),
      ("int", .integer),
      ("NUMBER(38, 0)", .decimal), ("numeric", .decimal), ("float", .double),
      ("double precision", .double), ("bool", .boolean), ("timestamp_ntz(9)", .timestamp),
      ("timestamp with time zone", .timestamp), ("TIMESTAMP WITHOUT TIME ZONE", .timestamp),
      ("variant", .json),
    ] {
      #expect(try Rows.none.type("CAST(null AS \(name))") == type, "\(name)")
    }
  }
}
