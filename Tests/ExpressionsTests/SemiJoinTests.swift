import Expressions
import Table
import Testing

/// `IN (SELECT …)` as the seeds write it.
@Suite struct SemiJoinTests {
  @Test func `A sub-select between ANDs becomes a semi join and the rest stays`() throws {
    let text =
      "email IS NOT NULL AND lower(id) IN (SELECT DISTINCT entity_id FROM journey WHERE state <> 'lead')"
      + " AND age > 3"
    let (rest, joins) = try Expression.parse(text, at: nil).splittingSemiJoins()
    #expect(rest?.columnNames == ["email", "age"])
    let join = try #require(joins.first)
    #expect(joins.count == 1)
    #expect(join.left.text == "lower(id)")
    #expect(join.input == "journey")
    #expect(join.column == "entity_id")
    #expect(join.condition?.text == "state <> 'lead'")
    #expect(!join.isNegated)
  }

  @Test func `What remains is bound as if it had stood alone`() throws {
    let text = "id IN (SELECT id FROM b) AND name > 5"
    let place = Place(file: "p.yaml", line: 1, column: 1)
    let (rest, _) = try Expression.parse(text, at: place).splittingSemiJoins()
    let remains = try #require(rest)
    let problems = try #require(throws: Problems.self) {
      try remains.bind(to: Schema([.init("name", .string)]))
    }
    #expect(problems.all.first?.message == "`name` is text and is compared with an integer")
    #expect(problems.all.first?.place?.column == 30)
  }

  @Test func `NOT IN, a lone sub-select, and several`() throws {
    let alone = try Expression.parse("id NOT IN (SELECT id FROM b)", at: nil).splittingSemiJoins()
    #expect(alone.rest == nil)
    #expect(alone.joins.map(\.isNegated) == [true])
    let both = try Expression.parse(
      "(a IN (SELECT a FROM x) AND b IN (SELECT b FROM y))", at: nil
    ).splittingSemiJoins()
    #expect(both.rest == nil)
    #expect(both.joins.map(\.input) == ["x", "y"])
  }

  @Test func `A sub-select under OR is refused with a way out`() {
    let rows = Rows([("a", .string, [.text("x")])])
    let mistakes = rows.mistakes("a = 'x' OR a IN (SELECT a FROM b)")
    #expect(mistakes.count == 1)
    #expect(mistakes.first?.contains("EXP301") == true)
    #expect(mistakes.first?.contains("semi") == true)
  }
}
