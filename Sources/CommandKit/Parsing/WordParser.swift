/// The state of reading one command line from left to right.
struct WordParser {
  let tool: CommandLineTool
  let words: [String]
  private var next = 0
  private var command: Command?
  private var positionals: [String] = []
  private var given: [String: [String]] = [:]

  init(tool: CommandLineTool, words: [String]) {
    self.tool = tool
    self.words = words
  }

  /// Reads all words; arguments are counted later, by ``checkArguments()``.
  mutating func readWords() throws(UsageError) {
    while next < words.count {
      let word = words[next]
      next += 1
      if word == "--" {
        for word in words[next...] { try readPositional(word) }
        return
      } else if word.hasPrefix("--") {
        try readLong(word.dropFirst(2))
      } else if word.hasPrefix("-"), word != "-" {
        try readShort(word.dropFirst())
      } else {
        try readPositional(word)
      }
    }
  }

  /// Refuses too few positional words; too many are refused as they are read.
  func checkArguments() throws(UsageError) {
    guard let command else { return }
    for (position, argument) in command.arguments.enumerated()
    where argument.isRequired && position >= positionals.count {
      throw UsageError(
        .missingArgument, "\(command.name) needs \(argument.usage)",
        hint: "usage: \(tool.usage(of: command))", verb: command.name)
    }
  }

  var action: Invocation.Action {
    if given[Option.help.name] != nil || command?.name == Command.help.name { return .help }
    if given[Option.version.name] != nil || command?.name == Command.version.name {
      return .version
    }
    return command == nil ? .missingVerb : .perform
  }

  var wantsPerform: Bool { action == .perform }

  /// The result; `help VERB` is about that verb and no longer about `help`.
  func invocation(_ action: Invocation.Action) -> Invocation {
    var subject = command
    if action == .help, command?.name == Command.help.name, given[Option.help.name] == nil {
      subject = positionals.first.flatMap { tool.command($0) }
    }
    let declared = (tool.globalOptions + (command?.options ?? [])).map { ($0.name, $0) }
    return Invocation(
      action: action, command: subject, positionals: positionals,
      declared: Dictionary(declared, uniquingKeysWith: { $1 }), given: given)
  }

  private mutating func readPositional(_ word: String) throws(UsageError) {
    guard let command else {
      guard let verb = tool.command(word) else { throw unknownVerb(word) }
      self.command = verb
      return
    }
    guard let argument = command.argument(at: positionals.count) else {
      throw UsageError(
        .unexpectedArgument, "\(command.name) takes no further argument: \(quoted(word))",
        hint: "usage: \(tool.usage(of: command))", verb: command.name)
    }
    if argument.shape.rule == .verb, tool.command(word) == nil { throw unknownVerb(word) }
    try check(word, argument.shape, name: argument.name)
    positionals.append(word)
  }

  private mutating func readLong(_ text: Substring) throws(UsageError) {
    let equals = text.firstIndex(of: "=")
    let name = String(text[..<(equals ?? text.endIndex)])
    guard let option = options.last(where: { $0.name == name }) else {
      throw unknownOption("--\(name)", long: name)
    }
    let attached = equals.map { String(text[text.index(after: $0)...]) }
    try read(option, spelled: "--\(name)", attached: attached)
  }

  private mutating func readShort(_ letters: Substring) throws(UsageError) {
    var rest = letters
    while let letter = rest.popFirst() {
      guard let option = options.last(where: { $0.short == letter }) else {
        throw unknownOption("-\(letter)", long: String(letters))
      }
      if option.kind == .flag, rest.first != "=" {
        given[option.name, default: []].append("")
        continue
      }
      if rest.first == "=" {
        rest = rest.dropFirst()
      } else if rest.isEmpty {
        return try read(option, spelled: "-\(letter)", attached: nil)
      }
      return try read(option, spelled: "-\(letter)", attached: String(rest))
    }
  }

  private mutating func read(
    _ option: Option, spelled: String, attached: String?,
  ) throws(UsageError) {
    let value: String
    switch option.kind {
    case .flag:
      guard attached == nil else {
        throw UsageError(
          .unexpectedValue, "\(spelled) takes no value", hint: "write \(spelled) alone",
          verb: command?.name)
      }
      value = ""
    case .optional(let shape, let bare):
      value = attached ?? bare
      try check(value, shape, name: spelled)
    case .single(let shape), .repeating(let shape):
      if let attached { value = attached } else { value = try valueAfter(spelled, shape) }
      try check(value, shape, name: spelled)
    }
    given[option.name, default: []].append(value)
  }

  private mutating func valueAfter(
    _ spelled: String, _ shape: ValueShape,
  ) throws(UsageError) -> String {
    guard next < words.count else {
      throw UsageError(
        .missingValue, "\(spelled) needs a value", hint: "write \(spelled) \(shape.placeholder)",
        verb: command?.name)
    }
    let word = words[next]
    if word.hasPrefix("-"), word != "-", word.dropFirst().first?.isNumber != true {
      throw UsageError(
        .missingValue, "\(spelled) needs a value, but the option \(quoted(word)) follows",
        hint: "for a value that begins with a dash, write \(spelled)=\(word)", verb: command?.name)
    }
    next += 1
    return word
  }

  private func check(_ value: String, _ shape: ValueShape, name: String) throws(UsageError) {
    let verbs = tool.commands.map(\.name)
    guard let objection = shape.objection(to: value, verbs: verbs) else { return }
    throw UsageError(
      .badValue, "\(name) \(quoted(value)): \(objection.expected)", hint: objection.hint,
      verb: command?.name)
  }

  /// All options understood at this point; a verb's own come last.
  private var options: [Option] { tool.globalOptions + (command?.options ?? []) }

  private func unknownVerb(_ word: String) -> UsageError {
    let verbs = tool.visibleCommands.map(\.name)
    return UsageError(
      .unknownVerb, "unknown verb \(quoted(word))",
      hint: Suggestion.hint(for: word, among: verbs) ?? "\(tool.name) help lists the verbs")
  }

  /// The hint names, in this order: a near name here, a verb that has the option, the help.
  private func unknownOption(_ spelled: String, long name: String) -> UsageError {
    let visible = options.filter { !$0.isHidden }.map(\.name)
    let owner = tool.visibleCommands.first { owner in
      owner.name != command?.name && owner.options.contains { $0.name == name }
    }
    let hint: String
    if let owner {
      hint =
        command == nil
        ? "write it after the verb: \(tool.name) \(owner.name) --\(name)"
        : "it is an option of \(tool.name) \(owner.name)"
    } else if let near = Suggestion.nearest(to: name, among: visible) {
      hint = "did you mean --\(near)?"
    } else {
      let verb = command.map { " \($0.name)" } ?? ""
      hint = "\(tool.name)\(verb) --help lists the options"
    }
    let place = command.map { " for \($0.name)" } ?? ""
    return UsageError(
      .unknownOption, "unknown option \(quoted(spelled))\(place)", hint: hint, verb: command?.name)
  }

  private func quoted(_ word: String) -> String { "\"\(PrintableText.escaping(word))\"" }
}
