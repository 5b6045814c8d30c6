import CommandKit
import Pipelines
import Table

/// `sluice plan`.
struct PlanVerb {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func perform() -> ExitCode {
    let workspace: Workspace
    do throws(Problems) {
      workspace = try Workspace(
        paths: console.invocation.positionals, variables: console.variables)
    } catch {
      return console.fail(error.all, NumberText.counted(error.all.count, "mistake"))
    }
    let report = PlanReport(workspace)
    if console.invocation.flag("json") { return console.print(report.json.pretty) }
    if console.invocation.flag("graph") { return console.print(report.graph) }
    return console.print(report.text)
  }
}
