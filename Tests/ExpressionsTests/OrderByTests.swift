import Expressions
import Table
import Testing

@Suite struct OrderByTests {
  static let schema = Schema([.init("a", .string), .init("b", .integer)])

  @Test func `Nulls come last ascending and first descending, unless it says otherwise`() throws {
    let order = try OrderBy.parse(
      "a, a ASC, b DESC, b desc nulls last, lower(a) NULLS FIRST", at: nil
    ).bind(to: Self.schema)
    #expect(order.terms.map(\.isDescending) == [false, false, true, true, false])
    #expect(order.terms.map(\.nullsFirst) == [false, false, true, false, true])
    #expect(order.terms.map(\.expression.columnIndex) == [0, 0, 1, 1, nil])
  }

  @Test func `All mistakes of all terms are reported`() throws {
    let problems = try #require(throws: Problems.self) {
      try OrderBy.parse("x DESC, lower(y)", at: nil).bind(to: Self.schema)
    }
    #expect(problems.all.map(\.message) == ["there is no column `x`", "there is no column `y`"])
    let syntax = try #require(throws: Problems.self) {
      try OrderBy.parse("a NULLS", at: Place(file: "p", line: 1, column: 10))
    }
    #expect(syntax.all.first?.place?.column == 17)
    #expect(throws: Problems.self) { try OrderBy.parse("a,", at: nil) }
    #expect(throws: Problems.self) { try OrderBy.parse("", at: nil) }
  }
}
