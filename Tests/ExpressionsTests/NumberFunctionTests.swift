import Bytes
import Expressions
import Table
import Testing

/// Numbers at the ends of their types.
@Suite struct NumberFunctionTests {
  static let rows = Rows([
    ("n", .integer, [.integer(.min), .integer(.max), .integer(-5), .null]),
    (
      "p", .decimal,
      [
        .decimal("0.99999999999999999999999999999999999999"),
        .decimal("-99999999999999999999999999999999999999e-50"), .decimal("12.5"), .null,
      ]
    ),
    ("d", .double, [.double(-1e300), .double(1e-300), .double(-2.5), .null]),
  ])

  static let table: [(expression: String, values: [String])] = [
    ("abs(n)", ["STG602", "9223372036854775807", "5", "null"]),
    ("-n", ["STG602", "-9223372036854775807", "5", "null"]),
    ("n - 1", ["STG602", "9223372036854775806", "-6", "null"]),
    ("n % -1", ["0", "0", "0", "null"]), ("n * 2", ["STG602", "STG602", "-10", "null"]),
    ("round(n, -1)", ["STG602", "STG602", "-10", "null"]),
    ("round(n, -19)", ["STG602", "STG602", "0", "null"]),
    ("round(n, -20)", ["0", "0", "0", "null"]), ("n / 0", ["STG601", "STG601", "STG601", "null"]),
    ("round(p)", ["1", "0", "13", "null"]), ("floor(p)", ["0", "-1", "12", "null"]),
    ("ceil(p)", ["1", "0", "13", "null"]),
    ("round(p, -9223372036854775808)", ["0", "0", "0", "null"]),
    ("round(p, 9223372036854775807) = p", ["true", "true", "true", "null"]),
    ("p * p", ["STG602", "STG602", "156.25", "null"]),
    ("p % 0", ["STG601", "STG601", "STG601", "null"]),
    ("abs(d)", ["1e+300", "1e-300", "2.5", "null"]), ("floor(d)", ["-1e+300", "0", "-3", "null"]),
    ("ceil(d)", ["-1e+300", "1", "-2", "null"]), ("round(d)", ["-1e+300", "0", "-3", "null"]),
    ("round(d, 0)", ["STG602", "STG602", "-3", "null"]),
    ("d * d", ["STG602", "0", "6.25", "null"]),
    ("d % 0", ["STG601", "STG601", "STG601", "null"]),
    ("from_unix(n)", ["TYP506", "TYP506", "1969-12-31T23:59:55.000Z", "null"]),
    ("to_date(from_unix(n))", ["TYP506", "TYP506", "1969-12-31", "null"]),
    ("substr('abcdef', 3, abs(n))", ["STG602", "cdef", "cdef", "null"]),
    ("substr('abc', n, 1)", ["", "", "", "null"]),
    ("split_part('a,b', ',', n)", ["", "", "", "null"]),
  ]

  @Test(arguments: table.indices)
  func `What does not fit fails its row; all else is exact`(_ index: Int) throws {
    let (expression, values) = Self.table[index]
    #expect(try Self.rows.texts(expression) == values, "\(expression)")
  }
}
