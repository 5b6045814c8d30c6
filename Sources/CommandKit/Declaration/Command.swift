/// One verb of a tool, declared once as data.
public struct Command: Sendable, Equatable {
  /// The word a user types.
  public let name: String
  /// One sentence with its final stop, shown in the list of verbs.
  public let summary: String
  /// More paragraphs for help and reference, separated by an empty line; may be empty.
  public let discussion: String
  /// Positional arguments in order; only the last may take several words.
  public let arguments: [Argument]
  /// Its own options; those of the tool are understood besides.
  public let options: [Option]
  /// Lines to copy; help shows them first.
  public let examples: [CommandExample]
  /// The codes that it may leave with.
  public let exitCodes: [ExitCode]
  /// Understood, but in no help, completion or page.
  public let isHidden: Bool

  /// Declares a verb.
  public init(
    _ name: String, summary: String, discussion: String = "", arguments: [Argument] = [],
    options: [Option] = [], examples: [CommandExample] = [],
    exitCodes: [ExitCode] = [.clean, .usage], isHidden: Bool = false,
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.arguments = arguments
    self.options = options
    self.examples = examples
    self.exitCodes = exitCodes
    self.isHidden = isHidden
  }

  /// `help [VERB]`; the parser answers it with ``Invocation/Action/help``.
  public static let help = Command(
    "help", summary: "Print help for the tool or for one verb.",
    arguments: [Argument(.verb(), .optional, "The verb to explain.")])

  /// `version`; the parser answers it with ``Invocation/Action/version``.
  public static let version = Command("version", summary: "Print the version.")

  /// `completions SHELL`; print ``Shell/completions(for:)`` for it.
  public static func completions(examples: [CommandExample]) -> Command {
    Command(
      "completions", summary: "Print a completion script for a shell.",
      arguments: [
        Argument(.choice(Shell.allCases.map(\.rawValue)), .one, "The shell to complete in.")
      ], examples: examples)
  }

  /// The options that help, completions and pages show.
  var visibleOptions: [Option] { options.filter { !$0.isHidden } }

  /// The argument that the word at this 0-based position belongs to; nil when there are too many
  /// words.
  func argument(at position: Int) -> Argument? {
    if position < arguments.count { return arguments[position] }
    guard let last = arguments.last, last.isRepeating else { return nil }
    return last
  }
}
