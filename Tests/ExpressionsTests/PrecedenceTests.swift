import Expressions
import Testing

/// Which operator takes its operands first.
@Suite struct PrecedenceTests {
  static let cases: [(expression: String, value: String)] = [
    ("true OR true AND false", "true"), ("(true OR true) AND false", "false"),
    ("NOT false AND false", "false"), ("NOT (false AND false)", "true"),
    ("NOT 1 = 2", "true"), ("NOT null IS NULL", "false"), ("1 = 1 IS NULL", "false"),
    ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"), ("2 - 3 - 4", "-5"), ("17 % 10 % 4", "3"),
    ("- 2 + 3", "1"), ("-2 * -3", "6"), ("- - 2", "2"), ("3 - -2", "5"), ("3-2", "1"),
    ("1 + 2 || '3'", "33"), ("'a' || 'b' = 'ab'", "true"), ("1 + 1 = 2 AND 3 > 2", "true"),
    ("'1' || '2'::integer", "12"), ("1 BETWEEN 0 AND 2 AND false", "false"),
    ("1 + 1 BETWEEN 1 + 1 AND 2", "true"), ("NOT 5 BETWEEN 1 AND 2", "true"),
    ("'a' LIKE 'a' AND 'b' NOT LIKE 'a'", "true"), ("NOT 'a' IN ('a')", "false"),
    ("CASE WHEN 1 = 1 THEN 1 ELSE 2 END + 1", "2"),
    ("1 -- the rest of the line\n + 1", "2"), ("1 /* not this: + 5 */ + 1", "2"),
    ("'it''s'", "it's"), ("''", ""), ("1.50", "1.50"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"),
  ]

  @Test(arguments: cases.indices)
  func `Operators bind as in Postgres`(_ index: Int) throws {
    let (expression, value) = Self.cases[index]
    #expect(try Rows.none.text(expression) == value, "\(expression)")
  }

  @Test func `Keywords are keywords in any case, and columns when quoted`() throws {
    let rows = Rows([
      ("select", .integer, [.integer(1)]), ("Order", .integer, [.integer(2)]),
      ("a \"b\"", .integer, [.integer(3)]), ("date", .integer, [.integer(4)]),
      ("naïve", .integer, [.integer(5)]),
    ])
    #expect(try rows.text("\"select\" + \"Order\" + \"a \"\"b\"\"\"") == "6")
    #expect(try rows.text("date + Order") == "6")
    #expect(try rows.text("naïve") == "5")
    #expect(try rows.text("case when True then NULL end is null") == "true")
  }

  @Test func `Every column that is named is told`() throws {
    let text = "CASE WHEN a IN (b, 1) THEN lower(c) ELSE \"d\":e.f END || g::string"
    #expect(try Expression.parse(text, at: nil).columnNames == ["a", "b", "c", "d", "g"])
  }
}
