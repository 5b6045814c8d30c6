/// A completion script for zsh, to be found as `_NAME` in `$fpath` or sourced after `compinit`.
struct ZshCompletions {
  let tool: CommandLineTool

  var script: String {
    """
    #compdef \(tool.name)
    # zsh completion for \(tool.name) \(tool.version); from `\(tool.name) completions zsh`.

    \(function)() {
      local context curcontext=$curcontext state line
      local -a global verbs
      typeset -A opt_args
      global=(
    \(lines(tool.visibleGlobalOptions.flatMap(specs), indent: 4))
      )
      verbs=(
    \(lines(verbDescriptions, indent: 4))
      )
      _arguments -C -s -S $global '1: :->verb' '*:: :->words' && return
      case $state in
        verb) _describe -t verbs 'verb' verbs ;;
        words)
          curcontext="${curcontext%:*:*}:\(tool.name)-$words[1]:"
          case $words[1] in
    \(tool.visibleCommands.map(verbCase).joined(separator: "\n"))
          esac
          ;;
      esac
    }

    if [[ $funcstack[1] == \(function) ]]; then
      \(function) "$@"
    else
      compdef \(function) \(tool.name)
    fi

    """
  }

  private var function: String { "_\(tool.name)" }

  private var verbDescriptions: [String] {
    tool.visibleCommands.map {
      Shell.quoted("\($0.name.escapingColons):\($0.summary)")
    }
  }

  private func verbCase(_ command: Command) -> String {
    let specs = command.visibleOptions.flatMap(specs) + arguments(of: command)
    let words = ["_arguments -s -S $global"] + specs
    return "        \(command.name)) \(words.joined(separator: " \\\n            ")) ;;"
  }

  /// One or two specs of `_arguments`; the two spellings exclude each other unless it may be
  /// repeated.
  private func specs(_ option: Option) -> [String] {
    let doc = "[\(option.doc.escapingForArguments)]"
    var isRepeating = false
    if case .repeating = option.kind { isRepeating = true }
    let long = "--\(option.name)"
    let spellings = [long, option.dashedShort].compactMap(\.self)
    let prefix = isRepeating ? "*" : "(\(spellings.joined(separator: " ")))"
    return spellings.map { spelling in
      let value: String
      switch option.kind {
      case .flag: value = doc
      case .single(let shape), .repeating(let shape):
        value = (spelling == long ? "=" : "+") + doc + ":" + message(shape)
      case .optional(let shape, bare: _):
        value = (spelling == long ? "=-" : "-") + doc + "::" + message(shape)
      }
      return Shell.quoted(prefix + spelling + value)
    }
  }

  private func arguments(of command: Command) -> [String] {
    command.arguments.enumerated().map { position, argument in
      if argument.isRepeating { return Shell.quoted("*:" + message(argument.shape)) }
      let colons = argument.isRequired ? ":" : "::"
      return Shell.quoted("\(position + 1)\(colons)" + message(argument.shape))
    }
  }

  /// `MESSAGE:ACTION` of a value.
  private func message(_ shape: ValueShape) -> String {
    let placeholder = shape.placeholder.escapingForArguments
    switch shape.rule {
    case .text, .count, .byteCount, .assignment: return "\(placeholder): "
    case .file(let extensions) where extensions.isEmpty: return "\(placeholder):_files"
    case .file(let extensions):
      return "\(placeholder):_files -g \"*.(\(extensions.joined(separator: "|")))\""
    case .directory: return "\(placeholder):_files -/"
    case .choice(let choices): return "\(placeholder):(\(choices.joined(separator: " ")))"
    case .verb:
      return "\(placeholder):(\(tool.visibleCommands.map(\.name).joined(separator: " ")))"
    }
  }

  private func lines(_ words: [String], indent: Int) -> String {
    words.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
  }
}

extension String {
  /// Colons split a spec of `_arguments`, brackets end its doc.
  fileprivate var escapingForArguments: String {
    reduce(into: "") { text, character in
      if ":[]\\".contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  fileprivate var escapingColons: String {
    reduce(into: "") { text, character in
      if character == ":" || character == "\\" { text.append("\\") }
      text.append(character)
    }
  }
}
