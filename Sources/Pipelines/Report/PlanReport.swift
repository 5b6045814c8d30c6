import CommandKit
import StageKit
import Table

/// The resolved plans of a workspace, as `sluice plan` prints them.
public struct PlanReport {
  private let workspace: Workspace

  public init(_ workspace: Workspace) { self.workspace = workspace }

  /// For people.
  public var text: String {
    workspace.entries.map { entry in text(entry.plan, isWanted: entry.isWanted) }
      .joined(separator: "\n")
  }

  private func text(_ plan: Plan, isWanted: Bool) -> String {
    var lines = ["\(plan.name)  (\(plan.document.file))\(isWanted ? "" : "  read by others only")"]
    lines.append(
      "  reads \(input(plan.main)), \(plan.mainNeeds.count) of \(plan.main.schema.count) columns")
    for stage in plan.stages {
      if let side = stage.sideInput, let other = plan.inputs[side] {
        lines.append(
          "  reads \(input(other)), \(stage.sideNeeds.count) of \(other.schema.count) columns")
      }
      lines.append(
        "  \(stage.bound.name): \(stage.bound.summary)  [\(stage.bound.memory.rawValue)]")
    }
    let layout = plan.output.encoder.layout
    lines.append("  \(layout.kind.rawValue) as \(layout.wire.rawValue) → \(plan.output.path)")
    for field in plan.output.schema.fields {
      lines.append("    \(field.name): \(field.type.rawValue)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func input(_ input: PlannedInput) -> String {
    switch input.source {
    case .pipeline(let name): return "\(input.name) from pipeline \(name)"
    case .files(let files):
      let bytes = files.reduce(0) { $0 + ($1.bytes ?? 0) }
      return
        "\(input.name): \(NumberText.counted(files.count, "file")), \(ByteCount.text(bytes)), "
        + "\(input.format.rawValue), \(input.dialect.name)"
    }
  }

  /// For programs.
  public var json: JSONText {
    .array(
      workspace.entries.map { entry in
        let plan = entry.plan
        return [
          "pipeline": .string(plan.name), "file": .string(plan.document.file),
          "plan": .string(plan.fingerprint),
          "inputs": .array(plan.inputs.values.sorted { $0.name < $1.name }.map(json)),
          "stages": .array(
            plan.stages.map { stage in
              [
                "stage": .string(stage.bound.name), "summary": .string(stage.bound.summary),
                "memory": .string(stage.bound.memory.rawValue),
                "columns": columns(stage.bound.output),
              ]
            }),
          "output": [
            "kind": .string(plan.output.encoder.layout.kind.rawValue),
            "as": .string(plan.output.encoder.layout.wire.rawValue),
            "file": .string(plan.output.path), "columns": columns(plan.output.schema),
          ],
        ]
      })
  }

  private func json(_ input: PlannedInput) -> JSONText {
    [
      "input": .string(input.name), "format": .string(input.format.rawValue),
      "dialect": .string(input.dialect.name),
      "files": .array(
        input.files.map { ["file": .string($0.path), "bytes": .optional($0.bytes)] }),
      "columns": columns(input.schema),
    ]
  }

  private func columns(_ schema: Schema) -> JSONText {
    .array(
      schema.fields.map { ["name": .string($0.name), "type": .string($0.type.rawValue)] })
  }

  /// A Mermaid graph of inputs, stages and outputs.
  public var graph: String {
    var lines = ["flowchart LR"]
    for (index, entry) in workspace.entries.enumerated() {
      let plan = entry.plan
      var last = "p\(index)_main"
      lines.append("  subgraph \(plan.name)")
      lines.append("    \(last)[/\"\(plan.main.name)\"/]")
      for (position, stage) in plan.stages.enumerated() {
        let node = "p\(index)_s\(position)"
        lines.append("    \(last) --> \(node)[\"\(escaped(stage.bound.name))\"]")
        if let side = stage.sideInput {
          lines.append("    \(node)_side[/\"\(side)\"/] --> \(node)")
        }
        last = node
      }
      lines.append("    \(last) --> p\(index)_out[\"\(plan.output.encoder.layout.kind.rawValue)\"]")
      lines.append("  end")
    }
    for (index, entry) in workspace.entries.enumerated() {
      for name in entry.plan.document.pipelines {
        guard let source = workspace.entries.firstIndex(where: { $0.plan.name == name.value })
        else {
          continue
        }
        lines.append("  p\(source)_out -.-> p\(index)_main")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func escaped(_ text: String) -> String {
    text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "#quot;")
  }
}
