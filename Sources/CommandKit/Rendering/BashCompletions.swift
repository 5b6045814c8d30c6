/// A completion script for bash 3.2 and later that needs no other package.
///
/// One function walks over the words before the cursor to find the verb and the number of its
/// arguments, then asks four small tables, each a `case` over `verb/word` with an empty verb before
/// there is one. Bash splits `--as=rows` into `--as`, `=` and `rows`; the walk undoes that.
struct BashCompletions {
  let tool: CommandLineTool

  var script: String {
    """
    # bash completion for \(tool.name) \(tool.version); from `\(tool.name) completions bash`.

    # Does this option of this verb take the next word as its value?
    \(function)_takes_value() {
      case $1 in
    \(cases(takesValue))
        *) return 1 ;;
      esac
    }

    # Completes the current word as a value: words to choose from, or `-f`, `-d` for paths.
    \(function)_offer() {
      local kind=$1 word
      shift
      case $kind in
        words)
          while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$*" -- "$cur")
          ;;
        directories)
          compopt -o filenames 2>/dev/null
          while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$cur")
          ;;
        files)
          compopt -o filenames 2>/dev/null
          while IFS= read -r word; do
            local ending keep=$(($# == 0))
            [[ -d ${word/#\\~/$HOME} ]] && keep=1
            for ending in "$@"; do [[ $word == *."$ending" ]] && keep=1; done
            ((keep)) && COMPREPLY+=("$word")
          done < <(compgen -f -- "$cur")
          ;;
      esac
    }

    \(function)() {
      local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
      local verb="" count=0 rest=0 skip=0 i word
      COMPREPLY=()
      if [[ $cur == "=" ]]; then
        cur=""
      elif [[ $prev == "=" ]] && ((COMP_CWORD >= 2)); then
        prev=${COMP_WORDS[COMP_CWORD-2]}
      fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((skip)); then
          [[ $word == "=" ]] || skip=0
          continue
        fi
        if ((!rest)); then
          case $word in
            --) rest=1; continue ;;
            =) skip=1; continue ;;
            -?*) \(function)_takes_value "$verb/$word" && skip=1; continue ;;
          esac
        fi
        if [[ -z $verb ]]; then verb=$word; else count=$((count + 1)); fi
      done

      if ((!rest)); then
        case "$verb/$prev" in
    \(cases(values))
        esac
        if [[ $cur == -* ]]; then
          case $verb in
    \(cases(options))
          esac
          return
        fi
      fi
      case "$verb/$count" in
    \(cases(arguments))
      esac
    }

    complete -F \(function) \(tool.name)

    """
  }

  /// A name that bash takes for a function.
  private var function: String {
    "_" + String(tool.name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// The arms of a `case`, each pattern with what it does, two lines of the script each.
  private func cases(_ arms: [(pattern: String, body: String)]) -> String {
    arms.map { "    \($0.pattern)) \($0.body) ;;" }.joined(separator: "\n")
  }

  /// Each verb with all options it understands; the empty verb has the tool's own.
  private var optionsByVerb: [(verb: String, options: [Option])] {
    let global = tool.visibleGlobalOptions
    return [("", global)] + tool.visibleCommands.map { ($0.name, global + $0.visibleOptions) }
  }

  private var takesValue: [(String, String)] {
    let all = optionsByVerb.flatMap { verb, options in
      options.filter(\.takesNextWord).flatMap { patterns(verb, $0) }
    }
    return all.isEmpty ? [] : [(all.joined(separator: "|"), "return 0")]
  }

  private var values: [(String, String)] {
    optionsByVerb.flatMap { verb, options in
      options.compactMap { option -> (String, String)? in
        guard let shape = option.shape else { return nil }
        if option.takesNextWord {
          return (patterns(verb, option).joined(separator: "|"), "\(offer(shape))return")
        }
        // A value that may be left out follows an equals sign only.
        let isAttached =
          "[[ ${COMP_WORDS[COMP_CWORD]} == \"=\" || "
          + "${COMP_WORDS[COMP_CWORD-1]} == \"=\" ]]"
        return ("\(verb)/--\(option.name)", "if \(isAttached); then \(offer(shape))return; fi")
      }
    }
  }

  private var options: [(String, String)] {
    optionsByVerb.map { verb, options in
      let names = options.flatMap { ["--\($0.name)", $0.dashedShort].compactMap(\.self) }
      return ("\"\(verb)\"", "\(function)_offer words \(names.joined(separator: " "))")
    }
  }

  private var arguments: [(String, String)] {
    let verbs = tool.visibleCommands.map(\.name).joined(separator: " ")
    return [("/0", "\(function)_offer words \(verbs)")]
      + tool.visibleCommands.flatMap { command in
        command.arguments.enumerated().map { position, argument in
          (
            "\(command.name)/\(argument.isRepeating ? "*" : "\(position)")",
            "\(offer(argument.shape)):"
          )
        }
      }
  }

  private func patterns(_ verb: String, _ option: Option) -> [String] {
    ["--\(option.name)", option.dashedShort].compactMap(\.self).map { "\(verb)/\($0)" }
  }

  /// The call that completes such a value, with its separator; empty when there is nothing to
  /// offer.
  private func offer(_ shape: ValueShape) -> String {
    switch shape.rule {
    case .text, .count, .byteCount, .assignment: ""
    case .file(let extensions): call("files", extensions)
    case .directory: call("directories", [])
    case .choice(let choices): call("words", choices)
    case .verb: call("words", tool.visibleCommands.map(\.name))
    }
  }

  private func call(_ kind: String, _ words: [String]) -> String {
    ([function + "_offer", kind] + words.map(Shell.quoted)).joined(separator: " ") + "; "
  }
}
