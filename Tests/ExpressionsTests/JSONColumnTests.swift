import Bytes
import Expressions
import Table
import Testing

/// Columns of JSON whose type nobody declared.
@Suite struct JSONColumnTests {
  static let rows = Rows([
    (
      "j", .json,
      [
        .json(#"{"page":{"path":"/a","n":3},"tags":["x","y\n\"z\""],"a b":true,"u\u0041":1}"#),
        .json(#"{ "page" : { "path" : null } , "tags" : [ ] }"#), .json("[1,[2,3]]"), .null,
        .missing,
      ]
    )
  ])

  @Test(arguments: [
    ("j:page.path", ["/a", "null", "null", "null", "null"]),
    ("j:page.n + 1", ["4", "null", "null", "null", "null"]),
    ("j:tags[1]", ["y\n\"z\"", "null", "null", "null", "null"]),
    ("j['a b']", ["true", "null", "null", "null", "null"]),
    ("j:\"a b\" = true", ["true", "null", "null", "null", "null"]),
    ("j:uA", ["1", "null", "null", "null", "null"]),
    ("j[1][0]", ["null", "null", "2", "null", "null"]),
    ("j:page.path = '/a'", ["true", "null", "null", "null", "null"]),
    ("j:page.path::string || '!'", ["/a!", "null", "null", "null", "null"]),
    ("upper(j:tags[0])", ["X", "null", "null", "null", "null"]),
    ("j:page", [#"{"path":"/a","n":3}"#, #"{ "path" : null }"#, "null", "null", "null"]),
    ("j:page.n::integer % 2", ["1", "null", "null", "null", "null"]),
  ])
  func `A path leads to the value, to null where there is none`(
    _ expression: String, _ values: [String]
  ) throws {
    #expect(try Self.rows.texts(expression) == values, "\(expression)")
  }

  @Test func `A string is compared by what it means, not by how it is escaped`() throws {
    let rows = Rows([
      ("s", .json, [.json(#""web""#), .json(#""\u0077eb""#), .json(#""w\/b""#), .json("1")])
    ])
    #expect(try rows.texts("s = 'web'") == ["true", "true", "false", "false"])
    #expect(try rows.texts("s IN ('web', 'w/b')") == ["true", "true", "true", "false"])
    #expect(try rows.texts("s NOT IN ('web', 'w/b')") == ["false", "false", "false", "true"])
    #expect(try rows.texts("s LIKE 'w%'") == ["true", "true", "true", "false"])
  }

  @Test func `Only a number equals a number and only a truth a truth`() throws {
    let rows = Rows([
      ("v", .json, [.json("1"), .json("1.0"), .json("\"1\""), .json("true"), .json("\"true\"")])
    ])
    #expect(try rows.texts("v = 1") == ["true", "true", "false", "false", "false"])
    #expect(try rows.texts("v IN (1, 2)") == ["true", "true", "false", "false", "false"])
    #expect(try rows.texts("v = true") == ["false", "false", "false", "true", "false"])
    #expect(try rows.texts("v < 2") == ["true", "true", "null", "null", "null"])
  }

  @Test func `JSON is compared with JSON kind by kind`() throws {
    let pairs: [(String, String, equal: String, less: String)] = [
      (#""a""#, #""\u0061""#, "true", "false"), (#""a""#, #""b""#, "false", "true"),
      ("1", "1.0", "true", "false"), ("10", "9", "false", "false"), ("9", "10", "false", "true"),
      ("1", #""1""#, "false", "null"), ("true", #""true""#, "false", "null"),
      ("false", "true", "false", "true"), ("[1]", "[1]", "true", "false"),
      ("{}", "[]", "false", "false"), ("[1]", "1", "false", "null"),
    ]
    let rows = Rows([
      ("a", .json, pairs.map { .json($0.0) } + [.null, .json("1")]),
      ("b", .json, pairs.map { .json($0.1) } + [.json("1"), .missing]),
    ])
    let equal = pairs.map(\.equal)
    #expect(try rows.texts("a = b") == equal + ["null", "null"])
    let unequal = equal.map { $0 == "true" ? "false" : "true" }
    #expect(try rows.texts("a <> b") == unequal + ["null", "null"])
    #expect(try rows.texts("a IS DISTINCT FROM b") == unequal + ["true", "true"])
    #expect(try rows.texts("a < b") == pairs.map(\.less) + ["null", "null"])
    #expect(try rows.texts("b > a") == pairs.map(\.less) + ["null", "null"])
    #expect(try rows.texts("a IN (b, 'never')") == equal + ["null", "null"])
  }

  @Test func `A path into text reads it as JSON; what is none rejects its row`() throws {
    let rows = Rows([
      (
        "s", .string,
        [#"{"a":{"b":1}}"#, "{\"", "{\"\\", "", "nope", "5"].map { .text($0) } + [.null]
      )
    ])
    #expect(
      try rows.texts("s:a.b") == ["1", "TYP507", "TYP507", "TYP507", "TYP507", "null", "null"])
    #expect(
      try rows.texts("TRY_CAST(s AS json):a.b") == [
        "1", "null", "null", "null", "null", "null", "null",
      ])
    #expect(
      Rows([("n", .integer, [.integer(1)])]).mistakes("n:a").first?.contains(
        "`n` is integer, which has no members") == true)
  }

  @Test func `A time in a string is compared as a time`() throws {
    let rows = Rows([("t", .json, [.json(#""2025-01-15T10:30:00Z""#), .json("\"x\"")])])
    #expect(try rows.texts("t > timestamp '2025-01-01'") == ["true", "null"])
    #expect(try rows.texts("t = timestamp '2025-01-15 10:30:00'") == ["true", "false"])
    #expect(try rows.texts("t <> timestamp '2025-01-15 10:30:00'") == ["false", "true"])
    #expect(try rows.texts("t IN (timestamp '2025-01-15 10:30:00')") == ["true", "false"])
  }

  @Test func `Nothing that is not JSON text is made by building JSON from other values`() throws {
    #expect(try Rows.none.text("CAST(CAST('a\"b' AS json) AS string)") == "TYP507")
    #expect(try Rows.none.text("CAST('{\"a\": 1}' AS json):a") == "1")
    #expect(try Self.rows.texts("coalesce(j:page.path, 'none')")[1] == "none")
    #expect(try Self.rows.type("coalesce(j:page.path, 'none')") == .json)
  }
}
