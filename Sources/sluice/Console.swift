import Bytes
import CommandKit
import Pipelines
import Table

/// The only place that speaks to people: parses the command line, runs a verb, prints and picks the exit code.
struct Console {
  let invocation: Invocation
  let isQuiet: Bool
  let errors: Terminal

  init(_ invocation: Invocation) {
    self.invocation = invocation
    isQuiet = invocation.flag("quiet")
    errors = Terminal(.error, noColor: false)
  }

  /// Does what the words ask for.
  static func perform(_ words: [String]) -> ExitCode {
    Signals.install()
    let tool = CommandLineTool.sluice
    let terminal = Terminal(.error, noColor: false)
    let invocation: Invocation
    do throws(UsageError) { invocation = try tool.parse(words) } catch {
      terminal.stream.say(error.text(style: terminal.style))
      return .usage
    }
    let output = Terminal(.output, noColor: false)
    let help = HelpText(tool, width: output.width, style: output.style)
    switch invocation.action {
    case .help: return Console(invocation).print(help.text(for: invocation.command))
    case .version: return Console(invocation).print("sluice \(tool.version)\n")
    case .missingVerb:
      terminal.stream.say(help.text(for: nil))
      return .usage
    case .perform: return Console(invocation).verb()
    }
  }

  private func verb() -> ExitCode {
    switch invocation.command?.name {
    case "run": RunVerb(self).perform()
    case "plan": PlanVerb(self).perform()
    case "preview": PreviewVerb(self).perform()
    case "validate": ValidateVerb(self).perform()
    case "describe": DescribeVerb(self).perform()
    case "completions": CompletionsVerb(self).perform()
    default: .internalError
    }
  }

  // Speaking.

  /// Writes data to stdout; a reader that went away is no mistake.
  func print(_ text: String) -> ExitCode {
    do throws(OutputError) {
      try StandardStream.output.write(text)
      return .clean
    } catch {
      if error == .closedByReader { return .clean }
      errors.stream.say("sluice: cannot write to standard output\n")
      return .input
    }
  }

  /// Tells people something that is no mistake; nothing under `--quiet`.
  func tell(_ text: String) {
    if !isQuiet { errors.stream.say(text + "\n") }
  }

  func report(_ problems: [Problem]) {
    for problem in problems {
      errors.stream.say(lines(problem.rendered) + "\n")
    }
  }

  /// Text from an input made safe to show, line by line.
  private func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.escaping(String($0)) }.joined(separator: "\n")
  }

  func warn(_ problem: Problem) {
    errors.stream.say(lines(problem.rendered(as: "warning")) + "\n")
  }

  /// Reports problems with one closing line, and says what they mean for the exit code.
  func fail(_ problems: [Problem], _ closing: String) -> ExitCode {
    if problems.contains(where: { $0.code == .interrupted }), let signal = Signals.exitCode {
      errors.stream.say("sluice: interrupted; \(closing)\n")
      return signal
    }
    report(problems)
    let code = problems.map(\.exitCode).max { $0.rank < $1.rank } ?? .internalError
    errors.stream.say("sluice: \(closing)\n")
    return code
  }

  /// What the options that verbs with rows share say; the allocator is made ready for such a run.
  func runSettings() -> RunSettings {
    var settings = RunSettings()
    settings.threads = max(1, invocation.count("jobs") ?? processorCount)
    settings.memory = invocation.byteCount("memory") ?? settings.memory
    settings.scratch = invocation.value("tmp") ?? settings.scratch
    settings.isCancelled = { Signals.caught != nil }
    // Small budgets would miss it elsewhere.
    if settings.memory >= 128 << 20 { keepFreedMemory(upTo: 12 << 20) }
    return settings
  }

  var variables: Variables {
    Variables(
      set: Dictionary(
        invocation.assignments("set").map { ($0.name, $0.value) },
        uniquingKeysWith: { _, last in last }),
      environment: Environment.value)
  }
}

extension Problem {
  /// What a problem that stops a command means to the shell.
  var exitCode: ExitCode {
    switch code.rawValue.prefix(3) {
    case "DOC" where code == .documentUnreadable: .input
    case "DOC", "PLN", "EXP": .usage
    case "RUN" where code == .badOption: .usage
    case "RUN" where code == .interrupted: .interrupted
    case "RUN" where code == .ledgerUnbalanced: .internalError
    default: .input
    }
  }
}

extension ExitCode {
  /// Which of several codes wins.
  fileprivate var rank: Int {
    switch self {
    case .internalError: 3
    case .usage: 2
    case .input: 1
    default: 0
    }
  }
}
