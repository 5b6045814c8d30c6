import CommandKit
import Pipelines

#if canImport(Glibc)
  import Glibc
#endif

// The contributor's tool; see CONTRIBUTING.md. Run it from the repository's root.

/// `sluice-dev` as data.
let tool = CommandLineTool(
  "sluice-dev", version: CommandLineTool.sluiceVersion,
  summary: "Writes what is generated from Sluice's own declarations.",
  globalOptions: [.help],
  commands: [
    Command(
      "docs", summary: "Write the pages of docs/reference anew.",
      options: [.flag("check", "Write nothing; fail when a page is stale.")],
      examples: [CommandExample("swift run sluice-dev docs", "Write the reference anew")],
      exitCodes: [.clean, .rowsRejected, .usage, .input]),
    Command(
      "evaluate",
      summary: "Evaluate expressions over rows, both read from standard input.",
      examples: [
        CommandExample(
          "python3 Tests/Differential/expressions.py .build/debug/sluice-dev",
          "Hold random expressions against DuckDB")
      ],
      exitCodes: [.clean, .usage]),
    Command(
      "bench", summary: "Measure kernels beside plain twins, as a Markdown table.",
      arguments: [Argument(.choice(["kernels"], "WHAT"), .one, "What is measured.")],
      options: [.flag("json", "Write one JSON value instead.")],
      examples: [
        CommandExample("swift run -c release sluice-dev bench kernels", "Measure every kernel")
      ],
      exitCodes: [.clean, .usage, .internalError]),
    .help,
  ])

/// Runs what was asked for and says how it went.
func run() -> ExitCode {
  let invocation: Invocation
  do throws(UsageError) {
    invocation = try tool.parse(Array(CommandLine.arguments.dropFirst()))
  } catch {
    StandardStream.error.say(error.text() + "\n")
    return .usage
  }
  switch invocation.action {
  case .help, .version:
    StandardStream.output.say(HelpText(tool).text(for: invocation.command))
    return .clean
  case .missingVerb:
    StandardStream.error.say(HelpText(tool).text(for: nil))
    return .usage
  case .perform:
    switch invocation.command?.name {
    case "evaluate":
      var evaluate = Evaluate()
      return evaluate.run()
    case "bench": return Bench(isJSON: invocation.flag("json")).run()
    default: return Docs(isCheck: invocation.flag("check")).run()
    }
  }
}

exit(run().rawValue)
