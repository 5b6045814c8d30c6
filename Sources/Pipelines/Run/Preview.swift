import Formats
import StageKit
import Table

/// The first rows of a pipeline after each of its stages.
public struct Preview {
  /// The rows that left a stage.
  public struct Step: Sendable {
    /// The stage's word, or the input's name.
    public let title: String
    public let schema: Schema
    public let rows: [[Value]]
    /// All rows that left it.
    public let count: Int
  }

  public let steps: [Step]

  /// Runs the pipeline once for each stage over the first rows of its main input, in memory.
  ///
  /// - Parameter limit: rows of the main input that are read.
  /// - Parameter shown: rows to keep of each step.
  public init(
    _ workspace: Workspace, _ settings: RunSettings, limit: Int, shown: Int
  ) throws(Problem) {
    guard let entry = workspace.entries.last(where: \.isWanted) else {
      steps = []
      return
    }
    var settings = settings
    settings.files = workspace.files
    let files = FileTable()
    var captured: [String: SpilledRows] = [:]
    for other in workspace.entries where !other.isWanted {
      let run = PipelineRun(other.plan, settings, files: files, captured: captured)
      captured[other.plan.name] = try run.run(publishes: false, capturing: true).captured
    }
    settings.limit = limit
    let plan = entry.plan
    var found: [Step] = []
    for count in 0...plan.stages.count {
      let run = PipelineRun(
        plan.cut(after: count), settings, files: files, captured: captured)
      let title = count == 0 ? plan.main.name : plan.stages[count - 1].bound.name
      let schema = count == 0 ? plan.main.schema : plan.stages[count - 1].bound.output
      let (rows, total) = try run.collect(shown)
      found.append(Step(title: title, schema: schema, rows: rows, count: total))
    }
    steps = found
  }
}

extension Plan {
  /// The same pipeline ending after some of its stages, with every column kept.
  fileprivate func cut(after count: Int) -> Plan {
    var needed = Set(
      (count == 0 ? main.schema : stages[count - 1].bound.output).fields.indices)
    var kept: [PlannedStage] = []
    for stage in stages[..<count].reversed() {
      var sideNeeds = Set<Int>()
      if case .join(let side, _) = stage.bound.work {
        sideNeeds = side.columns(needed).union(side.condition?.columns ?? [])
      }
      kept.append(PlannedStage(bound: stage.bound, needed: needed, sideNeeds: sideNeeds))
      needed = stage.bound.needs(needed)
    }
    return Plan(
      document: document, inputs: inputs, main: main, mainNeeds: needed, stages: kept.reversed(),
      output: output)
  }
}
