import Bytes
import Expressions
import Table
import Testing

/// What types give, what cannot go together, and how that is said.
@Suite struct TypingTests {
  static let rows = Rows([
    ("name", .string, [.text("Ann"), .text("10"), .null]),
    ("count", .integer, [.integer(3), .integer(-7), .null]),
    ("value", .decimal, [.decimal("12.50"), .decimal("-0.01"), .null]),
    ("rate", .double, [.double(0.5), .double(1e21), .null]),
    ("active", .boolean, [.boolean(true), .boolean(false), .null]),
    (
      "seen", .timestamp,
      [
        .instant(Instant(seconds: 1_736_937_000)), .instant(Instant(seconds: -1)),
        .null,
      ]
    ),
    ("day", .date, [.instant(Instant(year: 2025, month: 1, day: 15)), .null, .null]),
    ("raw", .json, [.json("\"x\""), .json("5"), .null]),
  ])

  static let types: [(expression: String, type: ValueType)] = [
    ("1 + 1", .integer), ("1 / 2", .double), ("1.5 + 1", .decimal), ("rate * 2", .double),
    ("value % 2", .decimal), ("count * value", .decimal), ("name || 1", .string),
    ("count = 3", .boolean), ("seen", .timestamp), ("to_date(seen)", .date), ("raw:a", .json),
    ("timestamp '2025-01-15'", .timestamp), ("date '2025-01-15'", .date),
    ("count::string", .string),
    ("coalesce(count, value)", .decimal), ("coalesce(day, seen)", .timestamp), ("-count", .integer),
    ("CASE WHEN active THEN 1 ELSE 2.5 END", .decimal), ("coalesce(null, name)", .string),
    ("greatest(count, 1)", .integer), ("nullif(name, '')", .string), ("length(name)", .integer),
  ]

  @Test(arguments: types.indices)
  func `An expression has the type that SQL gives it`(_ index: Int) throws {
    let (expression, type) = Self.types[index]
    #expect(try Self.rows.type(expression) == type, "\(expression)")
  }

  static let values: [(expression: String, values: [String])] = [
    ("count + 1", ["4", "-6", "null"]), ("value + 1", ["13.50", "0.99", "null"]),
    ("value * value", ["156.2500", "0.0001", "null"]), ("count / 2", ["1.5", "-3.5", "null"]),
    ("count % 2", ["1", "-1", "null"]), ("count > value", ["false", "false", "null"]),
    ("value = 12.5", ["true", "false", "null"]), ("count = 3.0", ["true", "false", "null"]),
    ("rate = 0.50", ["true", "false", "null"]),
    ("rate > 9223372036854775807", ["false", "true", "null"]),
    ("count = '3'", ["true", "false", "null"]), ("'-7' = count", ["false", "true", "null"]),
    ("active = 'true'", ["true", "false", "null"]),
    ("seen > '2025-01-01'", ["true", "false", "null"]),
    ("seen = '2025-01-15 12:30:00+02'", ["true", "false", "null"]),
    ("day = '2025-01-15'", ["true", "null", "null"]), ("day < seen", ["true", "null", "null"]),
    ("name < 'B'", ["true", "true", "null"]), ("name IN ('10')", ["false", "true", "null"]),
    ("count IN (3, 4)", ["true", "false", "null"]), ("value IN (12.5)", ["true", "false", "null"]),
    ("name::string", ["Ann", "10", "null"]), ("count::string || '!'", ["3!", "-7!", "null"]),
    ("day::string", ["2025-01-15", "null", "null"]),
    ("seen::string", ["2025-01-15T10:30:00.000Z", "1969-12-31T23:59:59.000Z", "null"]),
    ("seen::date::string", ["2025-01-15", "1969-12-31", "null"]),
    ("value::integer", ["13", "0", "null"]), ("TRY_CAST(name AS integer)", ["null", "10", "null"]),
    ("name::integer", ["TYP501", "10", "null"]), ("active::string", ["true", "false", "null"]),
    ("count + 9223372036854775807", ["STG602", "9223372036854775800", "null"]),
    ("count % 0", ["STG601", "STG601", "null"]), ("count / 0", ["STG601", "STG601", "null"]),
    ("raw = 'x'", ["true", "false", "null"]), ("raw = 5", ["false", "true", "null"]),
    ("raw <> 5", ["true", "false", "null"]), ("raw <> 'x'", ["false", "true", "null"]),
    ("lower(raw)", ["x", "5", "null"]), ("raw + 1", ["TYP502", "6", "null"]),
  ]

  @Test(arguments: values.indices)
  func `Values of different kinds go together exactly`(_ index: Int) throws {
    let (expression, values) = Self.values[index]
    #expect(try Self.rows.texts(expression) == values, "\(expression)")
  }

  @Test func `Numbers of any size are compared by every digit`() throws {
    let rows = Rows([
      (
        "n", .decimal,
        [
          .decimal("123456789012345678901234567890123456789012345.1"),
          .decimal("123456789012345678901234567890123456789012345.2"), .decimal("-0"),
          .decimal("1E2"),
        ]
      )
    ])
    #expect(
      try rows.texts("n = 123456789012345678901234567890123456789012345.10") == [
        "true", "false", "false", "false",
      ])
    #expect(try rows.texts("n = 0") == ["false", "false", "true", "false"])
    #expect(try rows.texts("n = 100") == ["false", "false", "false", "true"])
    #expect(try rows.texts("n + 1")[0] == "STG602")
    #expect(try rows.texts("n")[0] == "123456789012345678901234567890123456789012345.1")
  }

  @Test func `Text that is compared with a number says which types line to add`() {
    #expect(
      Self.rows.mistakes("name > 5") == [
        """
        error EXP304: `name` is text and is compared with an integer
          p.yaml:1:1
          hint: declare it on its input: types: { name: decimal }
        """
      ])
    #expect(
      Self.rows.mistakes("seen < name") == [
        """
        error EXP304: `name` is text and is compared with a timestamp
          p.yaml:1:1
          hint: declare it on its input: types: { name: timestamp }
        """
      ])
    #expect(
      Self.rows.mistakes("trim(name) = 5") == [
        """
        error EXP304: `trim(name)` is text and is compared with an integer
          p.yaml:1:1
          hint: convert it: CAST(trim(name) AS decimal)
        """
      ])
  }

  @Test func `A text that cannot be the other side's type is a mistake of the plan`() {
    #expect(
      Self.rows.mistakes("active AND seen > 'yesterday'") == [
        """
        error PLN205: 'yesterday' is compared with `seen`, which is timestamp
          p.yaml:1:19
          hint: write a value of that type
        """
      ])
    #expect(Self.rows.mistakes("count = 'three'").count == 1)
    #expect(Self.rows.mistakes("active = 'perhaps'").count == 1)
  }

  @Test func `All mistakes are reported at once, each at its place`() {
    #expect(
      Self.rows.mistakes("nmae = 'x' AND count + name > 1 AND lowr(name) = 'a'") == [
        """
        error PLN201: there is no column `nmae`
          p.yaml:1:1
          hint: did you mean `name`?
        """,
        """
        error PLN205: `name` is string, where a number is needed
          p.yaml:1:24
          hint: declare it on its input: types: { name: decimal }
        """,
        """
        error EXP302: there is no function `lowr`
          p.yaml:1:37
          hint: did you mean `lower`?
        """,
      ])
  }

  @Test func `A condition has to be true or false`() {
    #expect(
      Self.rows.mistakes("name AND active") == [
        """
        error PLN205: `name` is string, where a condition is needed
          p.yaml:1:1
          hint: declare it on its input: types: { name: boolean }; or compare it with something
        """
      ])
  }

  @Test func `Text in double quotes is taken for a column and the hint says so`() {
    #expect(
      Self.rows.mistakes("name = \"active one\"") == [
        """
        error PLN201: there is no column `active one`
          p.yaml:1:8
          hint: text is written in single quotes: 'active one'
        """
      ])
  }
}
