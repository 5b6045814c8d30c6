import Bytes
import Expressions
import StageKit
import Stages
import Table
import Testing

/// A stage bound and run on a few rows.
struct Trial {
  var schema: Schema
  var cells: [[Value]] = []
  var counts = RowCounts()
  var rejects: [Reject] = []
  var stages: [BoundStage]

  /// The rows that left, as CSV with a header.
  var csv: String {
    ([schema.names.joined(separator: ",")]
      + cells.map { $0.map(\.written).joined(separator: ",") })
      .map { $0 + "\n" }.joined()
  }

  /// Binds a stage, runs it, and checks its account and what it says it needs.
  ///
  /// Every output column is asked for alone as well: with all other input columns pruned its values must be the
  /// same.
  init(
    _ stage: String, _ options: Doc, _ rows: Rows, others: [String: Rows] = [:],
    memory: Int = 1 << 26, location: SourceLocation = #_sourceLocation
  ) throws {
    let context = BindContext(
      schema: rows.schema, place: Place(file: "test.yaml", line: 1),
      inputs: others.mapValues(\.schema))
    let found = try Catalog.stage(named: stage, at: context.place)
    stages = try found.bind(options.node, context)
    schema = stages.last?.output ?? rows.schema
    let whole = try Trial.run(stages, rows, others, memory)
    (cells, counts, rejects) = (whole.cells, whole.counts, whole.rejects)
    let read = rows.batches.reduce(0) { $0 + $1.rowCount }
    #expect(counts.balance == cells.count - read, "the account", sourceLocation: location)
    #expect(rejects.count == counts.rejected, sourceLocation: location)
    guard rejects.isEmpty else { return }
    for output in schema.fields.indices {
      let needed = stages.reversed().reduce(into: Set([output])) { $0 = $1.needs($0) }
      let alone = try Trial.run(stages, rows.pruned(to: needed), others, memory)
      #expect(
        alone.cells.map { $0[output] } == cells.map { $0[output] },
        "column \(schema[output].name) alone, from columns \(needed.sorted())",
        sourceLocation: location)
    }
  }

  private static func run(
    _ stages: [BoundStage], _ rows: Rows, _ others: [String: Rows], _ memory: Int
  ) throws -> (cells: [[Value]], counts: RowCounts, rejects: [Reject]) {
    var batches = rows.batches
    var report = StageReport()
    let context = RunContext(scratch: "/tmp", memory: memory, expectedBytes: 0)
    for stage in stages {
      batches = try run(stage, batches, others, context, &report)
      for batch in batches { #expect(batch.columns.count == stage.output.count) }
    }
    var cells: [[Value]] = []
    for batch in batches {
      #expect(batch.origins.count == batch.rowCount)
      for row in 0..<batch.rowCount { cells.append(batch.columns.map { $0[row] }) }
    }
    return (cells, report.counts, report.rejects)
  }

  private static func run(
    _ stage: BoundStage, _ batches: [Batch], _ others: [String: Rows], _ context: RunContext,
    _ report: inout StageReport
  ) throws -> [Batch] {
    switch stage.work {
    case .streaming(let runner): return try run(runner, batches, &report)
    case .sequential(let make):
      let runner = make()
      return try batches.map { (batch) in
        var batch = batch
        try runner.process(&batch, &report)
        return batch
      }
    case .whole(let make): return try run(make(context), batches, &report)
    case .join(let side, let make):
      let runner = make(context)
      var sideReport = StageReport()
      for var batch in others[side.input]?.batches ?? [] {
        var problems: [RowProblem] = []
        if let condition = side.condition {
          batch.keep(condition.truths(batch, &problems).map { $0 == .yes ? 1 : 0 })
        }
        try runner.takeSide(batch, &sideReport)(0)
      }
      try runner.endSide(part: 0, isLast: true)
      switch try runner.finishSide() {
      case .streaming(let runner): return try run(runner, batches, &report)
      case .whole(let runner): return try run(runner, batches, &report)
      }
    }
  }

  private static func run(
    _ runner: any StreamingRunner, _ batches: [Batch], _ report: inout StageReport
  ) throws -> [Batch] {
    try batches.map { (batch) in
      var batch = batch
      try runner.process(&batch, &report)
      return batch
    }
  }

  private static func run(
    _ runner: any WholeRunner, _ batches: [Batch], _ report: inout StageReport
  ) throws -> [Batch] {
    for batch in batches { try runner.take(batch, &report)(0) }
    let source = try runner.finish()
    var result: [Batch] = []
    while let pending = try source.next() { result.append(try pending.load(&report)) }
    return result
  }
}

/// The problems that binding a stage gives; none when it can be bound.
func mistakes(
  _ stage: String, _ options: Doc, _ columns: [Schema.Field], others: [String: Rows] = [:]
) -> [Problem] {
  let context = BindContext(
    schema: Schema(columns), place: Place(file: "test.yaml", line: 1),
    inputs: others.mapValues(\.schema))
  do throws(Problems) {
    _ = try Catalog.stage(named: stage, at: context.place).bind(options.node, context)
    return []
  } catch { return error.all }
}

/// Columns of text.
func columns(_ names: String...) -> [Schema.Field] { names.map { Schema.Field($0, .string) } }
