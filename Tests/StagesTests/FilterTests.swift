import StageKit
import Stages
import Table
import Testing

@Suite struct FilterTests {
  @Test(arguments: [1, 2, 10]) func `only rows for which it is true stay`(batchRows: Int) throws {
    let rows = Rows("id,s\n1,a\n2,\n3,b\n4,a\n", batchRows: batchRows)
    let trial = try Trial("filter", "s = 'a'", rows)
    #expect(trial.csv == "id,s\n1,a\n4,a\n")
    #expect(trial.counts.filtered == 2)
  }

  @Test func `null is neither true nor false`() throws {
    let rows = Rows("id,s\n1,a\n2,\n3,b\n")
    #expect(try Trial("filter", "NOT (s = 'a')", rows).csv == "id,s\n3,b\n")
    #expect(try Trial("filter", "s = 'a' OR s IS NULL", rows).csv == "id,s\n1,a\n2,\n")
  }

  @Test func `a row for which it cannot be computed is rejected, not dropped`() throws {
    let rows = Rows("n,d\n4,2\n4,0\n1,1\n", types: ["n": .integer, "d": .integer])
    let trial = try Trial("filter", "n / d = 2", rows)
    #expect(trial.csv == "n,d\n4,2\n")
    #expect(trial.rejects.map(\.code) == ["STG601"])
    #expect(trial.rejects.map(\.origin.line) == [3])
    #expect(trial.counts.filtered == 1)
  }

  @Test func `a sub-select is a semi join with its input`() throws {
    let rows = Rows("id,s\n1,a\n2,a\n3,b\n,a\n")
    let journey = Rows("person,state\n1,lead\n2,active\n3,active\n2,churned\n")
    let text: Doc = "s = 'a' AND id IN (SELECT person FROM journey WHERE state <> 'lead')"
    let trial = try Trial("filter", text, rows, others: ["journey": journey])
    #expect(trial.csv == "id,s\n2,a\n")
    #expect(trial.stages.map(\.name) == ["filter", "join"])
    #expect(trial.counts.filtered + trial.counts.unmatched == 3)
  }

  @Test func `a negated sub-select drops null values and passes over nulls of the other input`()
    throws
  {
    let rows = Rows("id,n\n1,a\n2,b\n,c\n")
    let gone = Rows("id,n\n2,x\n,y\n")
    let trial = try Trial(
      "filter", "id NOT IN (SELECT id FROM gone)", rows, others: ["gone": gone])
    #expect(trial.csv == "id,n\n1,a\n")
  }

  @Test func `mistakes on both sides of a sub-select are said together`() {
    let others = ["journey": Rows("person,state\n")]
    let text: Doc = "naem = 'x' AND id IN (SELECT persn FROM journey WHERE stat = 'a')"
    let found = mistakes("filter", text, columns("id", "name"), others: others)
    #expect(found.map(\.code) == [.unknownColumn, .unknownColumn, .unknownColumn])
    let input = mistakes(
      "filter", "id IN (SELECT person FROM jurney)", columns("id"), others: others)
    #expect(input.map(\.code) == [.unknownInput])
    #expect(input.first?.hint == "did you mean `journey`?")
  }

  @Test func `what is no condition is a mistake`() {
    #expect(mistakes("filter", "lower(id)", columns("id")).map(\.code) == [.typeClash])
    #expect(mistakes("filter", nil, columns("id")).map(\.code) == [.missingKey])
    #expect(mistakes("filter", "id = ", columns("id")).map(\.code) == [.expressionSyntax])
  }
}
