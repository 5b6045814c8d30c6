import CustomerIO
import Expressions
import StageKit
import Stages
import Table

/// Resolves a document against the catalog, the headers and the types; finds every mistake it can, all at once.
public struct Planner {
  private let files: any InputFiles
  /// Plans of the pipelines that this one reads.
  private let others: [String: Plan]

  public init(files: any InputFiles = SystemFiles(), others: [String: Plan] = [:]) {
    self.files = files
    self.others = others
  }

  /// - Throws: every mistake, in the order of the document.
  public func plan(_ document: PipelineDocument) throws(Problems) -> Plan {
    var problems: [Problem] = []
    var inputs: [String: PlannedInput] = [:]
    let inputPlanner = InputPlanner(
      document: document, files: files, pipelines: others.mapValues(\.output.schema))
    for declaration in document.inputs {
      do throws(Problems) {
        inputs[declaration.name] = try inputPlanner.plan(declaration, &problems)
      } catch { problems += error.all }
    }
    guard let main = inputs[document.from.value] else {
      if !document.inputs.contains(where: { $0.name == document.from.value }) {
        problems.append(
          Problem(
            .unknownInput, "there is no input `\(document.from.value)`", at: document.from.place,
            hint: Suggestion.hint(for: document.from.value, among: document.inputs.map(\.name))))
      }
      problems += decodeOnly(document.stages)
      throw document.text.explain(Problems(problems))
    }
    var bound: [BoundStage] = []
    var schema: Schema? = main.schema
    let schemas = inputs.mapValues(\.schema)
    for declaration in document.stages {
      guard let reaching = schema else {
        problems += decodeOnly([declaration])
        continue
      }
      do throws(Problems) {
        let stages = try bind(declaration, reaching, schemas)
        bound += stages
        schema = stages.last?.output ?? reaching
      } catch {
        problems += error.all
        // Unless it only chooses rows, what reaches the later stages is unknown now, and only their own
        // options are still checked.
        let stage = Catalog.stages.first { $0.name == declaration.name }
        if stage?.keepsColumns != true { schema = nil }
      }
    }
    var output: PlannedOutput?
    if let schema {
      do throws(Problems) {
        output = try OutputPlanner(document: document, schema: schema).plan()
      } catch { problems += error.all }
    }
    guard problems.isEmpty, let output else {
      throw document.text.explain(Problems(problems))
    }
    return prune(document, inputs, main, bound, output)
  }

  private func bind(
    _ declaration: StageDeclaration, _ schema: Schema, _ inputs: [String: Schema]
  ) throws(Problems) -> [BoundStage] {
    let stage = try Catalog.stage(named: declaration.name, at: declaration.place)
    return try stage.bind(
      declaration.options,
      BindContext(schema: schema, place: declaration.place, inputs: inputs))
  }

  private func decodeOnly(_ stages: [StageDeclaration]) -> [Problem] {
    var problems: [Problem] = []
    for declaration in stages {
      do throws(Problems) {
        try Catalog.stage(named: declaration.name, at: declaration.place).check(declaration.options)
      } catch { problems += error.all }
    }
    return problems
  }

  /// Goes through the stages from the last to the first and asks each what it reads.
  private func prune(
    _ document: PipelineDocument, _ inputs: [String: PlannedInput], _ main: PlannedInput,
    _ bound: [BoundStage], _ output: PlannedOutput
  ) -> Plan {
    var needed = output.needs
    var planned: [PlannedStage] = []
    for stage in bound.reversed() {
      var sideNeeds = Set<Int>()
      if case .join(let side, _) = stage.work {
        sideNeeds = side.columns(needed).union(side.condition?.columns ?? [])
      }
      planned.append(PlannedStage(bound: stage, needed: needed, sideNeeds: sideNeeds))
      needed = stage.needs(needed)
    }
    return Plan(
      document: document, inputs: inputs, main: main, mainNeeds: needed,
      stages: planned.reversed(), output: output)
  }
}
