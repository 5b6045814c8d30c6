/// The shells that completions are written for.
public enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// A script that completes verbs, options, choices and files of a tool.
  public func completions(for tool: CommandLineTool) -> String {
    switch self {
    case .bash: BashCompletions(tool: tool).script
    case .zsh: ZshCompletions(tool: tool).script
    case .fish: FishCompletions(tool: tool).script
    }
  }

  /// A text as one word of a shell, in single quotes; `'` becomes `'\''`.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
