extension CommandLineTool {
  /// What is wrong with the declaration itself, one sentence each; a test of the tool expects none.
  ///
  /// Names given twice, a repeating argument that is not the last, a required argument after an
  /// optional one, a default that its own rule refuses, and a sentence without its final stop.
  public var declarationMistakes: [String] {
    var mistakes = repeated(commands.map(\.name)).map { "verb \($0) is declared twice" }
    mistakes += self.mistakes(in: globalOptions, of: name)
    if !Self.isSentence(summary) { mistakes.append("\(name): summary is not a sentence") }
    for command in commands {
      let place = "\(name) \(command.name)"
      mistakes += self.mistakes(in: globalOptions + command.options, of: place)
      mistakes += self.mistakes(in: command.arguments, of: place)
      if !Self.isSentence(command.summary) {
        mistakes.append("\(place): summary is not a sentence")
      }
      for example in command.examples where !example.line.contains(name) {
        mistakes.append("\(place): example \"\(example.line)\" does not use \(name)")
      }
      mistakes += repeated(command.exitCodes.map { "\($0.rawValue)" }).map {
        "\(place): exit code \($0) is declared twice"
      }
    }
    var seen: Set<String> = []
    return mistakes.filter { seen.insert($0).inserted }
  }

  private func mistakes(in options: [Option], of place: String) -> [String] {
    var mistakes = repeated(options.map { "--\($0.name)" } + options.compactMap(\.dashedShort))
      .map { "\(place): \($0) is declared twice" }
    for option in options {
      if !Self.isSentence(option.doc) {
        mistakes.append("\(place): doc of --\(option.name) is not a sentence")
      }
      if let text = option.defaultText, let shape = option.shape,
        shape.objection(to: text, verbs: commands.map(\.name)) != nil
      {
        mistakes.append("\(place): default of --\(option.name) is refused by its own rule")
      }
    }
    return mistakes
  }

  private func mistakes(in arguments: [Argument], of place: String) -> [String] {
    var mistakes: [String] = []
    for (left, right) in zip(arguments, arguments.dropFirst()) {
      if left.isRepeating { mistakes.append("\(place): only the last argument may repeat") }
      if !left.isRequired, right.isRequired {
        mistakes.append("\(place): \(right.name) is required after one that is not")
      }
    }
    for argument in arguments where !Self.isSentence(argument.doc) {
      mistakes.append("\(place): doc of \(argument.name) is not a sentence")
    }
    return mistakes
  }

  private func repeated(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }

  private static func isSentence(_ text: String) -> Bool {
    text.hasSuffix(".") && text.first?.isLowercase == false
  }
}

extension Option {
  /// `-q`; nil without a short form.
  var dashedShort: String? { short.map { "-\($0)" } }
}
