import Expressions
import Table
import Testing

/// SQL's three-valued logic, every case of it.
@Suite struct LogicTests {
  static let truths: [Value] = [.boolean(true), .boolean(false), .null]
  /// Every pair of truths, a slowest.
  static let pairs = Rows([
    ("a", .boolean, truths.flatMap { [Value](repeating: $0, count: 3) }),
    ("b", .boolean, truths + truths + truths),
  ])

  @Test func `AND is true when both are, false when one is, else null`() throws {
    #expect(
      try Self.pairs.texts("a AND b") == [
        "true", "false", "null", "false", "false", "false", "null", "false", "null",
      ])
  }

  @Test func `OR is true when one is, false when both are, else null`() throws {
    #expect(
      try Self.pairs.texts("a OR b") == [
        "true", "true", "true", "true", "false", "null", "true", "null", "null",
      ])
  }

  @Test func `NOT keeps null`() throws {
    let one = Rows([("a", .boolean, Self.truths + [.missing])])
    #expect(try one.texts("NOT a") == ["false", "true", "null", "null"])
    #expect(try one.texts("NOT NOT a") == ["true", "false", "null", "null"])
  }

  @Test func `A comparison with null is null, in a list too`() throws {
    let rows = Rows([("x", .string, [.text("a"), .text("b"), .null, .missing])])
    #expect(try rows.texts("x = 'a'") == ["true", "false", "null", "null"])
    #expect(try rows.texts("x <> 'a'") == ["false", "true", "null", "null"])
    #expect(try rows.texts("x = null") == ["null", "null", "null", "null"])
    #expect(try rows.texts("x IN ('a', 'c')") == ["true", "false", "null", "null"])
    #expect(try rows.texts("x NOT IN ('a', 'c')") == ["false", "true", "null", "null"])
    #expect(try rows.texts("x IN ('a', null)") == ["true", "null", "null", "null"])
    #expect(try rows.texts("x NOT IN ('a', null)") == ["false", "null", "null", "null"])
  }

  @Test func `IS tells null from all else and is never null`() throws {
    let rows = Rows([("x", .string, [.text(""), .null, .missing])])
    #expect(try rows.texts("x IS NULL") == ["false", "true", "true"])
    #expect(try rows.texts("x IS NOT NULL") == ["true", "false", "false"])
    #expect(
      try Self.pairs.texts("a IS DISTINCT FROM b") == [
        "false", "true", "true", "true", "false", "true", "true", "true", "false",
      ])
    #expect(
      try Self.pairs.texts("a IS NOT DISTINCT FROM b") == [
        "true", "false", "false", "false", "true", "false", "false", "false", "true",
      ])
    let one = Rows([("a", .boolean, Self.truths)])
    #expect(try one.texts("a IS TRUE") == ["true", "false", "false"])
    #expect(try one.texts("a IS NOT TRUE") == ["false", "true", "true"])
    #expect(try one.texts("a IS FALSE") == ["false", "true", "false"])
    #expect(try one.texts("a IS NOT FALSE") == ["true", "false", "true"])
  }

  @Test func `BETWEEN takes both ends in, and a null end decides only where it must`() throws {
    let rows = Rows([("n", .integer, [.integer(1), .integer(2), .integer(4), .null])])
    #expect(try rows.texts("n BETWEEN 1 AND 2") == ["true", "true", "false", "null"])
    #expect(try rows.texts("n NOT BETWEEN 1 AND 2") == ["false", "false", "true", "null"])
    #expect(try rows.texts("n BETWEEN null AND 2") == ["null", "null", "false", "null"])
  }

  @Test func `CASE takes the first branch that is true; null is not`() throws {
    let one = Rows([("a", .boolean, Self.truths)])
    #expect(try one.texts("CASE WHEN a THEN 'y' ELSE 'n' END") == ["y", "n", "n"])
    #expect(try one.texts("CASE WHEN a THEN 'y' END") == ["y", "null", "null"])
    let rows = Rows([("n", .integer, [.integer(1), .integer(2), .null])])
    #expect(
      try rows.texts("CASE n WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE '?' END") == [
        "one", "two", "?",
      ])
  }

  @Test func `What a row does not need cannot fail it`() throws {
    let rows = Rows([("n", .integer, [.integer(0), .integer(2)])])
    #expect(try rows.texts("n <> 0 AND 10 % n = 0") == ["false", "true"])
    #expect(try rows.texts("n = 0 OR 10 % n = 0") == ["true", "true"])
    #expect(try rows.texts("CASE WHEN n <> 0 THEN 10 % n END") == ["null", "0"])
    #expect(try rows.texts("coalesce(n, 1 % 0)") == ["0", "2"])
    #expect(try rows.texts("10 % n = 0") == ["STG601", "true"])
  }

  @Test func `Missing stays missing in a bare column and is null in all else`() throws {
    let rows = Rows([("x", .json, [.missing, .null, .json("\"a\"")])])
    #expect(try rows.texts("x") == ["missing", "null", "a"])
    #expect(try rows.texts("coalesce(x, 'b')") == ["b", "b", "a"])
    #expect(try rows.texts("x || '!'") == ["null", "null", "a!"])
    #expect(try rows.texts("lower(x)") == ["null", "null", "a"])
    #expect(try rows.texts("trim(x)") == ["null", "null", "a"])
    #expect(try rows.texts("CAST(x AS string)") == ["null", "null", "a"])
    #expect(try rows.texts("CASE WHEN true THEN x END") == ["null", "null", "a"])
    #expect(try rows.texts("coalesce(x)") == ["null", "null", "a"])
  }
}
