import Expressions
import Table
import TestKit
import Testing

/// What is said of text that is no expression.
@Suite struct SyntaxTests {
  static let mistakes: [(expression: String, column: Int, message: String)] = [
    ("", 1, "the expression is empty"),
    ("a =", 4, "expected a column, a value or a function, found the end"),
    ("a b", 3, "expected an operator or the end, found `b`"),
    ("(a", 3, "expected `)`, found the end"),
    ("a)", 2, "expected an operator or the end, found `)`"),
    ("'open", 1, "a text is not closed with '"),
    ("a = \"b", 5, "a quoted name is not closed with \""),
    ("a IS 5", 6, "expected NULL, TRUE, FALSE or DISTINCT FROM, found 5"),
    ("CASE WHEN a THEN 1", 19, "expected END, found the end"),
    ("CAST(a AS money)", 11, "there is no type `money`"),
    ("a IN ()", 7, "expected a column, a value or a function, found `)`"),
    ("a; b", 2, "`;` has no meaning here"), ("timestamp 'soon'", 11, "'soon' is not a timestamp"),
    ("a BETWEEN 1", 12, "expected AND, found the end"),
    ("SELECT a FROM b", 1, "SELECT is understood only in `column IN (SELECT column FROM input)`"),
    ("a == 1", 4, "expected a column, a value or a function, found `=`"),
    ("a && b", 3, "`&` has no meaning here"), ("1 /* a", 3, "a comment is not closed with */"),
  ]

  @Test(arguments: mistakes.indices)
  func `A mistake is named where it stands`(_ index: Int) throws {
    let (text, column, message) = Self.mistakes[index]
    let problems = try #require(throws: Problems.self) {
      try Expression.parse(text, at: Place(file: "p.yaml", line: 3, column: 1))
    }
    let problem = try #require(problems.all.first)
    #expect(problem.code == .expressionSyntax)
    #expect(problem.message == message, "\(text)")
    #expect(problem.place?.column == column, "\(text)")
    #expect(problem.place?.line == 3)
  }

  static let hints: [(expression: String, hint: String)] = [
    ("a == 1", "equality is one `=`"), ("a && b", "write AND"),
    ("a | b", "write OR, or || to join texts"),
    ("!a", "write NOT"),
  ]

  @Test(arguments: hints.indices)
  func `What other languages write has a hint`(_ index: Int) throws {
    let (text, hint) = Self.hints[index]
    let problems = try #require(throws: Problems.self) { try Expression.parse(text, at: nil) }
    #expect(problems.all.first?.hint == hint, "\(text)")
  }

  @Test func `A mistake in a later line is placed in that line`() throws {
    let problems = try #require(throws: Problems.self) {
      try Expression.parse("a = 1\n  AND b = = 2", at: Place(file: "p.yaml", line: 7, column: 5))
    }
    #expect(problems.all.first?.place?.line == 8)
    #expect(problems.all.first?.place?.column == nil)
  }

  @Test func `No text of pieces of the language makes the parser fail in another way`() {
    let pieces = [
      "a", "'", "(", ")", " NOT ", "1.", "-", ",", ":", "[", "\"", " IN ", " CASE WHEN ",
    ]
    var count = 0
    for text in AllTexts(of: pieces, upTo: 4) {
      count += 1
      _ = try? Expression.parse(String(decoding: text, as: UTF8.self), at: nil)
    }
    #expect(count > 28_000)
  }

  @Test func `Depth beyond reason is refused, length is not`() throws {
    let deep = String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
    #expect(throws: Problems.self) { try Expression.parse(deep, at: nil) }
    #expect(throws: Problems.self) {
      try Expression.parse(String(repeating: "NOT ", count: 100_000) + "true", at: nil)
    }
    let between = (0..<30).reduce("true") { text, _ in "(\(text) BETWEEN false AND true)" }
    #expect(throws: Problems.self) { try Expression.parse(between, at: nil) }
    let nested = String(repeating: "(", count: 50) + "1" + String(repeating: ")", count: 50)
    #expect(try Rows.none.text(nested) == "1")
    let long = (0..<20_000).map { "\($0) = 1" }.joined(separator: " OR ")
    #expect(try Rows.none.text(long) == "true")
    let list = (2..<20_000).map(String.init).joined(separator: ", ")
    #expect(try Rows.none.text("1 IN (\(list), 1)") == "true")
  }
}
