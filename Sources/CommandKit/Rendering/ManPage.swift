/// The manual page of a tool, section 1, in roff with the `man` macros.
public struct ManPage: Sendable {
  private let tool: CommandLineTool

  /// A page about this tool.
  public init(_ tool: CommandLineTool) { self.tool = tool }

  /// The whole page, with its final line end; it carries no date, so the same tool gives the same
  /// bytes.
  public var text: String {
    let release = escaped("\(tool.name) \(tool.version)")
    var lines = [
      ".TH \(escaped(tool.name.uppercased())) 1 \"\" \"\(release)\"",
      ".nh", ".SH NAME", "\(escaped(tool.name)) \\- \(escaped(withoutStop(tool.summary)))",
      ".SH SYNOPSIS", ".B \(escaped(tool.usage))",
    ]
    if !tool.discussion.isEmpty { lines += [".SH DESCRIPTION"] + paragraphs(tool.discussion) }
    lines += [".SH OPTIONS"] + tool.visibleGlobalOptions.flatMap(option) + [".SH VERBS"]
    for command in tool.visibleCommands {
      lines += [".SS \(escaped(tool.usage(of: command)))"] + paragraphs(command.summary)
      if !command.discussion.isEmpty { lines += [".PP"] + paragraphs(command.discussion) }
      lines += command.arguments.flatMap { item($0.usage, $0.fullDoc) }
      lines += command.visibleOptions.flatMap(option)
    }
    let examples = tool.examples + tool.visibleCommands.flatMap(\.examples)
    if !examples.isEmpty {
      lines += [".SH EXAMPLES"] + examples.flatMap { item($0.line, $0.doc) }
    }
    lines += [".SH EXIT STATUS"]
    lines += ExitCode.allCases.flatMap { item("\($0.rawValue)", $0.meaning) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func option(_ option: Option) -> [String] {
    item((option.dashedShort.map { "\($0), " } ?? "") + option.longForm, option.fullDoc)
  }

  private func item(_ label: String, _ doc: String) -> [String] {
    [".TP", ".B \(escaped(label))"] + paragraphs(doc)
  }

  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ".PP" : escaped(String($0)) }
  }

  private func withoutStop(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// A backslash, a hyphen and a quote are spelled out; a line may not begin with a dot or an
  /// apostrophe.
  private func escaped(_ text: String) -> String {
    var result = text.first == "." || text.first == "'" ? "\\&" : ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      default: result.append(character)
      }
    }
    return result
  }
}
