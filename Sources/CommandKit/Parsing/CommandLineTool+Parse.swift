extension CommandLineTool {
  /// Reads the words after the program's name.
  ///
  /// `--name value`, `--name=value`, `-n value`, `-nvalue` and bundles such as `-qv`; `--` ends the
  /// options and `-` alone is a word. `--help` wins over every other mistake but an unknown verb. A
  /// separate value may not begin with a dash unless it is `-` or a number; `--name=-x` says it
  /// plainly.
  ///
  /// - Throws: ``UsageError`` for the first mistake, left to right.
  public func parse(_ words: [String]) throws(UsageError) -> Invocation {
    var parser = WordParser(tool: self, words: words)
    do throws(UsageError) {
      try parser.readWords()
      if parser.wantsPerform { try parser.checkArguments() }
    } catch {
      let optionWords = words.prefix { $0 != "--" }
      guard error.code != .unknownVerb, declaresHelp,
        optionWords.contains("--help") || optionWords.contains("-h")
      else { throw error }
      return parser.invocation(.help)
    }
    return parser.invocation(parser.action)
  }

  private var declaresHelp: Bool { globalOptions.contains(.help) }
}
