extension CommandLineTool {
  /// The tool's usage line: `sluice VERB [options]`.
  public var usage: String { "\(name) VERB [options]" }

  /// A verb's usage line: `sluice run [PIPELINE...] [options]`.
  public func usage(of command: Command) -> String {
    ([name, command.name] + command.arguments.map(\.usage)
      + (command.visibleOptions.isEmpty ? [] : ["[options]"])).joined(separator: " ")
  }
}

extension Argument {
  /// The doc with the choices that the name does not show.
  var fullDoc: String {
    shape.unshownChoices.isEmpty
      ? doc : "\(doc) One of: \(shape.unshownChoices.joined(separator: ", "))."
  }
}
