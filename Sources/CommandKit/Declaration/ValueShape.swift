/// What a value on the command line may be, from which its check, its placeholder and its
/// completion follow.
public struct ValueShape: Sendable, Equatable {
  /// The rule that a value must satisfy.
  public enum Rule: Sendable, Equatable {
    /// Anything, also nothing.
    case text
    /// A whole number, 0 or more.
    case count
    /// A size such as `256MiB`; see ``ByteCount``.
    case byteCount
    /// `NAME=value`, where the name is not empty.
    case assignment
    /// A path; only files with these endings are completed (all when empty), none is refused.
    case file(extensions: [String])
    /// A path of a folder.
    case directory
    /// One of these words.
    case choice([String])
    /// The name of one of the tool's verbs.
    case verb
  }

  /// The word that stands for the value in usage lines, such as `FILE`.
  public let placeholder: String
  /// What is checked and completed.
  public let rule: Rule

  /// Any text.
  public static func text(_ placeholder: String) -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .text)
  }

  /// A whole number, 0 or more.
  public static func count(_ placeholder: String = "N") -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .count)
  }

  /// A number of bytes with or without a unit.
  public static func byteCount(_ placeholder: String = "SIZE") -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .byteCount)
  }

  /// `NAME=value`.
  public static func assignment(_ placeholder: String = "NAME=VALUE") -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .assignment)
  }

  /// A path; completion offers folders and the files that end in one of `extensions`, without dots.
  public static func file(_ placeholder: String = "FILE", extensions: [String] = []) -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .file(extensions: extensions))
  }

  /// A path of a folder.
  public static func directory(_ placeholder: String = "FOLDER") -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .directory)
  }

  /// One word out of a list; without a placeholder the list itself is shown: `bash|zsh|fish`.
  public static func choice(_ choices: [String], _ placeholder: String? = nil) -> ValueShape {
    ValueShape(
      placeholder: placeholder ?? choices.joined(separator: "|"), rule: .choice(choices))
  }

  /// The name of a verb of the tool.
  public static func verb(_ placeholder: String = "VERB") -> ValueShape {
    ValueShape(placeholder: placeholder, rule: .verb)
  }

  /// The words to choose from that the placeholder does not already show; empty otherwise.
  var unshownChoices: [String] {
    guard case .choice(let choices) = rule, placeholder != choices.joined(separator: "|") else {
      return []
    }
    return choices
  }
}
