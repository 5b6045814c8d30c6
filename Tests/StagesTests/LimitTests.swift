import StageKit
import Stages
import Table
import Testing

@Suite struct LimitTests {
  @Test(arguments: [1, 2, 3, 10]) func `limit keeps the first rows for any batch size`(
    batchRows: Int
  ) throws {
    let rows = Rows("n\n1\n2\n3\n4\n", batchRows: batchRows)
    let trial = try Trial("limit", 3, rows)
    #expect(trial.csv == "n\n1\n2\n3\n")
    #expect(trial.counts.limited == 1)
  }

  @Test func `limit says when it has enough`() throws {
    let rows = Rows("n\n1\n2\n")
    let trial = try Trial("limit", 2, rows)
    guard case .sequential(let make) = trial.stages[0].work else {
      Issue.record("limit works batch by batch")
      return
    }
    let runner = make()
    #expect(!runner.isSatisfied)
    var batch = rows.batches[0]
    var report = StageReport()
    try runner.process(&batch, &report)
    #expect(runner.isSatisfied)
  }

  @Test func `a limit of nothing is satisfied at once`() throws {
    let trial = try Trial("limit", 0, Rows("n\n1\n"))
    #expect(trial.csv == "n\n")
  }

  @Test func `limit refuses what is no count of rows`() {
    #expect(mistakes("limit", -1, columns("n")).map(\.code) == [.badValue])
    #expect(mistakes("limit", "many", columns("n")).map(\.code) == [.wrongShape])
    #expect(mistakes("limit", .scalar("3", isQuoted: true), columns("n")).count == 1)
  }
}
