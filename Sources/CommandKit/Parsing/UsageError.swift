/// A mistake in the words a user typed: what was found, and what to type instead.
public struct UsageError: Error, Sendable, Equatable {
  /// The kinds of mistake; the raw value is a stable code that is never reused.
  public enum Code: String, CaseIterable, Sendable {
    case unknownVerb = "CLI101"
    case unknownOption = "CLI102"
    case missingValue = "CLI103"
    case unexpectedValue = "CLI104"
    case badValue = "CLI105"
    case missingArgument = "CLI106"
    case unexpectedArgument = "CLI107"
  }

  /// Which kind of mistake it is.
  public let code: Code
  /// What was found, on one line, without a final stop.
  public let message: String
  /// What to do next, on one line; nil when there is nothing better than the help.
  public let hint: String?
  /// The verb that was being read, if the mistake comes after it.
  public let verb: String?

  /// Names a mistake.
  public init(_ code: Code, _ message: String, hint: String? = nil, verb: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.verb = verb
  }

  /// The lines for stderr, the last with its line end.
  public func text(style: Style = .plain) -> String {
    var text = "\(style.red(style.bold("error"))) \(code.rawValue): \(message)\n"
    if let hint { text += "  \(style.dim("hint:")) \(hint)\n" }
    return text
  }
}
