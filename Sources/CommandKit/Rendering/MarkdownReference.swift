/// The reference page of a tool in Markdown: one section a verb, for a docs folder.
public struct MarkdownReference: Sendable {
  private let tool: CommandLineTool

  /// A page about this tool.
  public init(_ tool: CommandLineTool) { self.tool = tool }

  /// The whole page, with its final line end.
  public var text: String {
    var verbs = TextTable([.init("Verb"), .init("What it does")])
    for command in tool.visibleCommands {
      verbs.append([
        "[`\(command.name)`](#\(tool.name)-\(command.name))", Self.prose(command.summary),
      ])
    }
    let parts =
      ["# \(tool.name)\n", paragraphs(tool.summary), code([tool.usage])]
      + [paragraphs(tool.discussion), examples(tool.examples), verbs.markdown]
      + options("Options of every verb", "##", tool.visibleGlobalOptions)
      + ["## Exit codes\n", exitCodes(ExitCode.allCases)] + tool.visibleCommands.map(section)
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func section(_ command: Command) -> String {
    var arguments = TextTable([.init("Argument"), .init("What it is")])
    for argument in command.arguments {
      arguments.append(["`\(argument.usage)`", Self.prose(argument.fullDoc)])
    }
    let parts =
      ["## \(tool.name) \(command.name)\n", paragraphs(command.summary)]
      + [code([tool.usage(of: command)]), paragraphs(command.discussion)]
      + [examples(command.examples), command.arguments.isEmpty ? "" : arguments.markdown]
      + options("Options", "###", command.visibleOptions)
      + ["Exit codes: \(codes(command)).\n"]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func options(_ title: String, _ level: String, _ options: [Option]) -> [String] {
    guard !options.isEmpty else { return [] }
    var table = TextTable([.init("Option"), .init("What it does"), .init("Default")])
    for option in options {
      let short = option.dashedShort.map { "`\($0)`, " } ?? ""
      let plain = Option(
        name: option.name, short: option.short, kind: option.kind, doc: option.doc,
        defaultText: nil, isHidden: false)
      table.append([
        "\(short)`\(option.longForm)`", Self.prose(plain.fullDoc),
        option.defaultText.map { "`\($0)`" } ?? "",
      ])
    }
    return ["\(level) \(title)\n", table.markdown]
  }

  private func codes(_ command: Command) -> String {
    command.exitCodes.map { "`\($0.rawValue)` \($0.meaning)" }.joined(separator: "; ")
  }

  private func exitCodes(_ codes: [ExitCode]) -> String {
    var table = TextTable([.init("Code", .right), .init("Meaning")])
    for code in codes { table.append(["\(code.rawValue)", code.meaning]) }
    return table.markdown
  }

  private func examples(_ examples: [CommandExample]) -> String {
    code(examples.flatMap { ["# \($0.doc)", $0.line] })
  }

  private func code(_ lines: [String]) -> String {
    lines.isEmpty ? "" : "```sh\n\(lines.joined(separator: "\n"))\n```\n"
  }

  private func paragraphs(_ text: String) -> String {
    text.isEmpty ? "" : Self.prose(text) + "\n"
  }

  /// Angle brackets and stars would be taken for markup outside a code span; text in backticks is
  /// left alone.
  private static func prose(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { index, part in
        index % 2 == 1
          ? String(part)
          : part.reduce(into: "") { result, character in
            if "<>*_\\".contains(character) { result.append("\\") }
            result.append(character)
          }
      }.joined(separator: "`")
  }
}
