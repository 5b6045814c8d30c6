import CommandKit
import Pipelines
import Table

/// `sluice describe` and `sluice completions`: they only print what is declared.
struct DescribeVerb {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func perform() -> ExitCode {
    if console.invocation.flag("schema") { return console.print(Reference.schema.pretty) }
    if console.invocation.flag("man") {
      return console.print(ManPage(CommandLineTool.sluice).text)
    }
    guard let name = console.invocation.positionals.first else {
      return console.print(
        console.invocation.flag("json")
          ? Reference.description.pretty : Reference.names.joined(separator: "\n") + "\n")
    }
    if let text = Reference.text(about: name) { return console.print(text) }
    let problem = Problem(
      .badOption, "there is nothing named `\(name)`",
      hint: Table.Suggestion.hint(for: name, among: Reference.names))
    return console.fail([problem], "see `sluice describe` for all names")
  }
}

struct CompletionsVerb {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func perform() -> ExitCode {
    guard let shell = console.invocation.positionals.first.flatMap(Shell.init(rawValue:)) else {
      return .usage
    }
    return console.print(shell.completions(for: CommandLineTool.sluice))
  }
}
