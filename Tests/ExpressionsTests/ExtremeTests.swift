import Bytes
import Expressions
import Table
import TestKit
import Testing

/// Values at the ends of their types and texts nobody would write: rows may fail, the process may not.
@Suite struct ExtremeTests {
  static let values = [
    "null", "9223372036854775807", "-9223372036854775808", "0", "''", "'é🎉'", "1e308", "-1e-308",
    "170141183460469231731687303715884105727",
    "0.000000000000000000000000000000000000000000000000001",
    "timestamp '0001-01-01'", "timestamp '9999-12-31 23:59:59.999999999'", "date '1969-12-31'",
    "true", "'99999999999999999999'", "CAST('{\"a\":[1]}' AS json)",
    "from_unix(9223372036854775807)",
    "from_unix(-9223372036854775808)",
  ]

  @Test(arguments: FunctionCatalog.functions.map(\.name))
  func `A function takes any value or says what it cannot`(_ name: String) {
    var answers = 0
    for a in Self.values {
      if (try? Rows.none.text("\(name)(\(a))")) != nil { answers += 1 }
      for b in Self.values {
        if (try? Rows.none.text("\(name)(\(a), \(b))")) != nil { answers += 1 }
        for c in Self.values.prefix(7) {
          if (try? Rows.none.text("\(name)(\(a), \(b), \(c))")) != nil { answers += 1 }
        }
      }
    }
    #expect(answers > 0)
  }

  @Test func `An operator takes any value or says what it cannot`() {
    let signs = ["+", "-", "*", "/", "%", "||", "=", "<", "IS DISTINCT FROM", "LIKE", "AND"]
    var answers = 0
    for a in Self.values {
      for type in ValueType.allCases {
        for word in ["CAST", "TRY_CAST"] {
          if (try? Rows.none.text("\(word)(\(a) AS \(type.rawValue))")) != nil { answers += 1 }
        }
      }
      if (try? Rows.none.text("- \(a)")) != nil { answers += 1 }
      for b in Self.values {
        for sign in signs where (try? Rows.none.text("\(a) \(sign) \(b)")) != nil { answers += 1 }
      }
    }
    #expect(answers > 500)
  }

  @Test func `Words of the language in any order are an expression or a mistake`() {
    var seeded = Seeded(for: "words in any order")
    let rows = TypingTests.rows
    let words = [
      "name", "count", "value", "rate", "active", "seen", "day", "raw", "'x'", "1", "2.5", "null",
      "true",
      "(", ")", ",", "+", "-", "*", "/", "%", "||", "=", "<>", "<", "AND", "OR", "NOT", "IS",
      "NULL", "IN",
      "LIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "AS", "integer", "::", ":a",
      "[0]",
      "lower(", "coalesce(", "round(", "DISTINCT", "FROM", "SELECT",
    ]
    var read = 0
    for _ in 0..<60_000 {
      let text = (0..<seeded.int(1...7)).map { _ in seeded.pick(words) }.joined(separator: " ")
      if (try? rows.texts(text)) != nil { read += 1 }
    }
    #expect(read > 500)
  }

  @Test func `No rows give no values`() throws {
    let rows = Rows([("a", .string, []), ("n", .integer, []), ("j", .json, [])])
    for text in [
      "a", "lower(a) || n", "j:x = 1", "CASE WHEN n > 1 THEN a END", "n + 1", "1", "md5(a)",
    ] {
      #expect(try rows.texts(text).isEmpty, "\(text)")
    }
  }
}
