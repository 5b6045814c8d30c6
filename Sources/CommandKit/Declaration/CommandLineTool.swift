/// A whole command-line tool as data: its name, its verbs and the options that all verbs share.
///
/// ```swift
/// let tool = CommandLineTool(
///   "sluice", version: "1.0.0", summary: "Warehouse dumps to Customer.io.",
///   globalOptions: [.help, .version, .flag("quiet", short: "q", "Print errors only.")],
///   commands: [run, plan, .help, .version])
/// let invocation = try tool.parse(Array(CommandLine.arguments.dropFirst()))
/// ```
public struct CommandLineTool: Sendable, Equatable {
  /// The program's name, as typed.
  public let name: String
  /// The version text without a leading `v`.
  public let version: String
  /// One sentence with its final stop.
  public let summary: String
  /// More paragraphs for help, separated by an empty line; may be empty.
  public let discussion: String
  /// Options understood before the verb and after it.
  public let globalOptions: [Option]
  /// The verbs, in the order that help lists them.
  public let commands: [Command]
  /// Lines to copy; help shows them first.
  public let examples: [CommandExample]

  /// Declares a tool; ``declarationMistakes`` says whether it is sound.
  public init(
    _ name: String, version: String, summary: String, discussion: String = "",
    globalOptions: [Option], commands: [Command], examples: [CommandExample] = [],
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.discussion = discussion
    self.globalOptions = globalOptions
    self.commands = commands
    self.examples = examples
  }

  /// The verb of this name, hidden ones too.
  public func command(_ name: String) -> Command? {
    commands.first { $0.name == name }
  }

  /// The verbs that help, completions and pages show.
  public var visibleCommands: [Command] { commands.filter { !$0.isHidden } }

  /// The shared options that help, completions and pages show.
  var visibleGlobalOptions: [Option] { globalOptions.filter { !$0.isHidden } }
}
