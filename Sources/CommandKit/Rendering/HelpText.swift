/// Help as people read it in a terminal: usage, examples first, then one aligned list a theme.
public struct HelpText: Sendable {
  private let tool: CommandLineTool
  private let width: Int
  private let style: Style

  /// Help for a tool, wrapped to at most 100 columns however wide the terminal is.
  public init(_ tool: CommandLineTool, width: Int = 80, style: Style = .plain) {
    self.tool = tool
    self.width = min(max(width, 40), 100)
    self.style = style
  }

  /// Help for one verb, or for the whole tool when it is nil; ends in a line end.
  public func text(for command: Command?) -> String {
    command.map(verbText) ?? toolText
  }

  private var toolText: String {
    let intro = "\(tool.name) \(tool.version): \(tool.summary)"
    return sections([
      wrapped(intro), heading("Usage") + " \(tool.usage)\n", examples(tool.examples),
      list("Verbs", tool.visibleCommands.map { ($0.name, $0.summary) }),
      options("Options", tool.visibleGlobalOptions), discussion(tool.discussion),
      wrapped("\(tool.name) help VERB explains a verb."),
    ])
  }

  private func verbText(_ command: Command) -> String {
    sections([
      wrapped(command.summary), heading("Usage") + " \(tool.usage(of: command))\n",
      examples(command.examples), discussion(command.discussion),
      list("Arguments", command.arguments.map { ($0.usage, $0.fullDoc) }),
      options("Options", command.visibleOptions),
      options("Global options", tool.visibleGlobalOptions),
      list("Exit codes", command.exitCodes.map { ("\($0.rawValue)", $0.meaning) }),
    ])
  }

  /// Joins what is not empty by an empty line.
  private func sections(_ sections: [String]) -> String {
    sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func heading(_ title: String) -> String { style.bold("\(title):") }

  private func wrapped(_ text: String) -> String {
    TextWrap.lines(text, width: width).map { $0 + "\n" }.joined()
  }

  private func discussion(_ text: String) -> String { text.isEmpty ? "" : wrapped(text) }

  private func examples(_ examples: [CommandExample]) -> String {
    list("Examples", examples.map { ($0.line, $0.doc) }, labelLimit: width / 2)
  }

  private func options(_ title: String, _ options: [Option]) -> String {
    let hasShort = options.contains { $0.short != nil }
    return list(
      title,
      options.map { option in
        let short = option.dashedShort.map { "\($0), " } ?? (hasShort ? "    " : "")
        return (short + option.longForm, option.fullDoc)
      })
  }

  /// Labels on the left, wrapped docs on the right; a label past the limit has its doc on the next
  /// line.
  private func list(
    _ title: String, _ entries: [(label: String, doc: String)], labelLimit: Int = 28,
  ) -> String {
    guard !entries.isEmpty else { return "" }
    let fitting = entries.map { DisplayWidth.of($0.label) }.filter { $0 <= labelLimit }
    let column = 2 + (fitting.max() ?? 4) + 2
    let indent = String(repeating: " ", count: column)
    var text = heading(title) + "\n"
    for (label, doc) in entries {
      let columns = DisplayWidth.of(label)
      var line = "  " + style.cyan(label)
      if columns > labelLimit {
        text += line + "\n"
        line = indent
      } else {
        line += String(repeating: " ", count: column - 2 - columns)
      }
      text += line + TextWrap.lines(doc, width: width - column).joined(separator: "\n" + indent)
      text += "\n"
    }
    return text
  }
}
