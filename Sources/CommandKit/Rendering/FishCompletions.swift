/// A completion script for fish 3 and later.
struct FishCompletions {
  let tool: CommandLineTool

  var script: String {
    let verbs = tool.visibleCommands.map(\.name).joined(separator: " ")
    var lines = [
      """
      # fish completion for \(tool.name) \(tool.version); from `\(tool.name) completions fish`.
      complete -c \(tool.name) -f
      function __\(tool.name)_no_verb
          not __fish_seen_subcommand_from \(verbs)
      end
      # Folders, and the files with one of these endings.
      function __\(tool.name)_files
          set -l word (string replace -r '^-[^=]*=' '' -- (commandline -ct))
          for file in (complete -C "__\(tool.name)_plain $word")
              if string match -qr '/$' -- $file
                  echo $file
                  continue
              end
              for ending in $argv
                  string match -q "*.$ending" -- $file; and echo $file
              end
          end
      end
      """
    ]
    lines += tool.visibleGlobalOptions.map { line($0, condition: nil) }
    for command in tool.visibleCommands {
      let condition = "__fish_seen_subcommand_from \(command.name)"
      lines.append(
        "complete -c \(tool.name) -n __\(tool.name)_no_verb -a \(command.name) "
          + "-d \(quoted(command.summary))")
      lines += command.visibleOptions.map { line($0, condition: condition) }
      lines += command.arguments.compactMap { argument in
        arguments(argument.shape).map {
          "complete -c \(tool.name) -n \(quoted(condition)) \($0)"
        }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ option: Option, condition: String?) -> String {
    var words = ["complete -c \(tool.name)"]
    if let condition { words.append("-n \(quoted(condition))") }
    words.append("-l \(option.name)")
    if let short = option.short { words.append("-s \(short)") }
    if let shape = option.shape {
      if option.takesNextWord { words.append("-r") }
      words.append(arguments(shape) ?? "-f")
    }
    words.append("-d \(quoted(option.doc))")
    return words.joined(separator: " ")
  }

  /// What may stand for such a value, as options of `complete`; nil when nothing can be offered.
  private func arguments(_ shape: ValueShape) -> String? {
    switch shape.rule {
    case .text, .count, .byteCount, .assignment: nil
    case .file(let extensions) where extensions.isEmpty: "-F"
    case .file(let extensions):
      "-f -a \"(__\(tool.name)_files \(extensions.joined(separator: " ")))\""
    case .directory: "-f -a \"(__fish_complete_directories)\""
    case .choice(let choices): "-f -a \(quoted(choices.joined(separator: " ")))"
    case .verb: "-f -a \(quoted(tool.visibleCommands.map(\.name).joined(separator: " ")))"
    }
  }

  /// Single quotes of fish, where `\` and `'` take a backslash.
  private func quoted(_ text: String) -> String {
    let escaped = text.reduce(into: "") { result, character in
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return "'\(escaped)'"
  }
}
