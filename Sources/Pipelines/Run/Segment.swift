import Bytes
import CustomerIO
import Expressions
import StageKit
import Synchronization
import Table

/// A run of stages that need no row but their own, between a feed and what takes all rows in.
///
/// ```
/// feed ─► step ─► step ─► terminal        on any thread, one batch each
///                            └► commit    in the order of the feed
/// ```
struct Segment: Sendable {
  struct Step: Sendable {
    enum Work: Sendable {
      case streaming(any StreamingRunner)
      case sequential(any SequentialRunner)
    }

    /// Position among the plan's stages; nil for the step of `--limit`, which is the input's.
    let stage: Int?
    let work: Work
    /// Columns that no later stage reads, by position in the step's output.
    let dropped: [Int]
  }

  /// Where a segment's batches end.
  enum Terminal: Sendable {
    /// A stage that takes all rows in.
    case whole(any WholeRunner, stage: Int)
    /// The other side of one join, or of several that read the same input: it is read once.
    case sides([Side])
    case output(OutputTerminal)
    /// Rows that wait for the other sides of joins.
    case ahead(ReadAhead)
    /// The first rows, for a preview.
    case sample(RowSample)
  }

  /// A join that takes the feed's rows as its other side.
  struct Side: Sendable {
    let runner: any JoinRunner
    let condition: BoundExpression?
    /// Position of the join among the plan's stages.
    let stage: Int
    /// Whose rows they are counted as.
    let input: RunAccount.InputKey
  }

  /// Where the rows of a feed of laid-aside batches are counted as a stage's output; nil for files.
  var finishedStage: Int?
  /// Columns that no later stage reads, of the batches that the feed gives.
  var feedDropped: [Int] = []
  var steps: [Step] = []
  /// How many steps, from the first, are filters that the feed's chunks have the columns of before all others.
  var leading = 0
  let feed: Feed
  /// What was read of the feed before, and comes first.
  var ahead: ReadAhead?
  let terminal: Terminal
  let account: RunAccount
  /// Which of the account's inputs the feed's rows are counted for.
  let input: RunAccount.InputKey
  /// Called when all rows of the feed have been taken.
  var hasEnded: @Sendable () -> Void = {}

  /// The step that the feed is a part of.
  var source: Profiler.Step { finishedStage.map { .stage($0) } ?? .reading(input) }

  /// Takes an item as far as it goes without its turn.
  func process(
    _ item: Feed.Item, part: Int
  ) throws(Problem) -> OrderedWork<Feed.Item>.Commit {
    guard case .ahead(let own) = terminal else { return try goOn(item, part) }
    do throws(Problem) {
      return try goOn(item, part)
    } catch {
      // What fails ahead of its time does so when its turn comes.
      return { [error] () throws(Problem) in
        own.append(.failure(error), part: part)
        return nil
      }
    }
  }

  private func goOn(
    _ item: Feed.Item, _ part: Int
  ) throws(Problem) -> OrderedWork<Feed.Item>.Commit {
    switch item {
    case .ahead(.failure(let failure)): throw failure
    case .ahead(.rows(let extent, var entry)):
      guard let ahead else { break }
      entry.part = part
      let batch = try account.timed(source) { () throws(Problem) in try ahead.load(extent) }
      return try advance(batch, ahead.steps.count, entry)
    default: break
    }
    var entry = RunAccount.Entry(input, part: part)
    entry.comesLater = finishedStage != nil
    var report = StageReport()
    var batch: Batch
    let parsed = try account.timed(source) { () throws(Problem) in
      try feed.parse(item, &report)
    }
    switch parsed {
    case .chunk(let parsed):
      entry.takeIn(parsed)
      batch = parsed.batch
      if let rest = parsed.rest {
        for step in steps[..<leading] { try apply(step, &batch, &entry) }
        let late = account.timed(source) { rest.complete(&batch) }
        entry.rejectBeforeStages(late)
        return try advance(batch, leading, entry)
      }
    case .batch(let loaded):
      batch = loaded
      if let stage = finishedStage {
        account.profiler?.left(.stage(stage), bytes: batch.cellBytes)
        entry.note(stage, rowsIn: 0, rowsOut: batch.rowCount, report)
      } else {
        entry.takeIn(batch)
      }
    }
    for column in feedDropped { batch.columns[column] = .pruned(batch.columns[column].type) }
    return try advance(batch, 0, entry)
  }

  /// Goes on from a step; a sequential step and what follows it wait for the item's turn.
  private func advance(
    _ batch: Batch, _ first: Int, _ entry: RunAccount.Entry
  ) throws(Problem) -> OrderedWork<Feed.Item>.Commit {
    var batch = batch
    var entry = entry
    for index in first..<steps.count {
      let step = steps[index]
      switch step.work {
      case .streaming: try apply(step, &batch, &entry)
      case .sequential:
        return { [batch, entry] () throws(Problem) in
          var batch = batch
          var entry = entry
          try self.apply(step, &batch, &entry)
          return try self.advance(batch, index + 1, entry)()
        }
      }
    }
    return try end(batch, entry)
  }

  private func apply(
    _ step: Step, _ batch: inout Batch, _ entry: inout RunAccount.Entry
  ) throws(Problem) {
    var report = StageReport()
    let rowsIn = batch.rowCount
    try account.timed(step.stage.map { .stage($0) } ?? source) { () throws(Problem) in
      switch step.work {
      case .streaming(let runner): try runner.process(&batch, &report)
      case .sequential(let runner): try runner.process(&batch, &report)
      }
    }
    for column in step.dropped { batch.columns[column] = .pruned(batch.columns[column].type) }
    guard let stage = step.stage else {
      entry.limited += report.counts.limited
      if case .sequential(let runner) = step.work, runner.isSatisfied {
        entry.end(behind: batch.origins.last)
      }
      return
    }
    account.profiler?.left(.stage(stage), bytes: batch.cellBytes)
    entry.note(stage, rowsIn: rowsIn, rowsOut: batch.rowCount, report)
  }

  private func end(
    _ batch: Batch, _ entry: RunAccount.Entry
  ) throws(Problem) -> OrderedWork<Feed.Item>.Commit {
    var entry = entry
    var report = StageReport()
    switch terminal {
    case .whole(let runner, let stage):
      let inOrder = try account.timed(.stage(stage)) { () throws(Problem) in
        try runner.take(batch, &report)
      }
      entry.note(stage, rowsIn: batch.rowCount, rowsOut: 0, report)
      return { [entry] () throws(Problem) in
        try self.account.commit(entry)
        try self.account.timed(.stage(stage)) { () throws(Problem) in try inOrder(entry.part) }
        return nil
      }
    case .sides(let sides):
      var commits: [InOrder] = []
      var entries: [RunAccount.Entry] = []
      for side in sides {
        var own = side.input == entry.input ? entry : entry.counted(as: side.input)
        commits.append(
          try account.timed(.stage(side.stage)) { () throws(Problem) in
            try take(batch, side, &own)
          })
        entries.append(own)
      }
      return { [entries, commits, entry] () throws(Problem) in
        for entry in entries { try self.account.commit(entry) }
        for (side, commit) in zip(sides, commits) {
          try self.account.timed(.stage(side.stage)) { () throws(Problem) in try commit(entry.part)
          }
        }
        return nil
      }
    case .ahead(let ahead):
      let item = try account.timed(source) { () throws(Problem) in
        try ahead.layAside(batch, entry)
      }
      return { [entry] () throws(Problem) in
        ahead.append(item, part: entry.part)
        return nil
      }
    case .output(let output):
      let encoded = account.timed(.output) { output.encode(batch, &entry) }
      return { [entry] () throws(Problem) in
        try self.account.commit(entry)
        let written = try self.account.timed(.output) { () throws(Problem) in
          try output.write(encoded)
        }
        guard let written else { return nil }
        return { self.account.timed(.output) { output.digest(written) } }
      }
    case .sample(let sample):
      return { [batch, entry] () throws(Problem) in
        try self.account.commit(entry)
        sample.take(batch)
        return nil
      }
    }
  }

  /// Gives a join those of the feed's rows that it wants.
  private func take(
    _ batch: Batch, _ side: Side, _ entry: inout RunAccount.Entry
  ) throws(Problem) -> InOrder {
    var batch = batch
    var report = StageReport()
    if let condition = side.condition {
      var problems: [RowProblem] = []
      var truths = condition.truths(batch, &problems)
      if report.reject(problems, from: &batch) != nil {
        problems = []
        truths = condition.truths(batch, &problems)
      }
      let before = batch.rowCount
      batch.keep(truths.map { $0 == .yes ? 1 : 0 })
      entry.filtered += before - batch.rowCount
    }
    let inOrder = try side.runner.takeSide(batch, &report)
    entry.reject(report.rejects)
    return inOrder
  }
}
