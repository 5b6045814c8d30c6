/// What a user asked for, checked: every option is known and every value satisfies its rule.
public struct Invocation: Sendable, Equatable {
  /// What is to be done.
  public enum Action: Sendable, Equatable {
    /// Do what ``Invocation/command`` is for.
    case perform
    /// Print help on stdout: for ``Invocation/command``, or for the tool when that is nil.
    case help
    /// Print the version on stdout.
    case version
    /// No verb was typed: print the tool's help on stderr, exit code 2.
    case missingVerb
  }

  /// What is to be done.
  public let action: Action
  /// The verb, never nil for ``Action/perform``.
  public let command: Command?
  /// The words that are no options, in order, without the verb.
  public let positionals: [String]
  /// Every option this invocation could have been given, by long name.
  let declared: [String: Option]
  /// The values given for each option, in order; a flag gives one empty text each time.
  let given: [String: [String]]

  /// True when the flag, or any other option, was given.
  public func flag(_ name: String) -> Bool { given[option(name).name] != nil }

  /// The value of an option: the last one given, else its declared default, else nil.
  public func value(_ name: String) -> String? {
    given[name]?.last ?? option(name).defaultText
  }

  /// All values of a repeating option, in the order given.
  public func values(_ name: String) -> [String] { given[option(name).name] ?? [] }

  /// The value of an option declared with ``ValueShape/count(_:)``.
  public func count(_ name: String) -> Int? { value(name).flatMap { Int($0) } }

  /// The value of an option declared with ``ValueShape/byteCount(_:)``, in bytes.
  public func byteCount(_ name: String) -> Int? { value(name).flatMap { try? ByteCount.parse($0) } }

  /// The values of a repeating option declared with ``ValueShape/assignment(_:)``, split at their
  /// first `=`.
  public func assignments(_ name: String) -> [(name: String, value: String)] {
    values(name).compactMap { text in
      text.firstIndex(of: "=").map { equals in
        (String(text[..<equals]), String(text[text.index(after: equals)...]))
      }
    }
  }

  /// The declaration behind a name; asking for a name that nobody declared is a programmer's error.
  private func option(_ name: String) -> Option {
    guard let option = declared[name] else {
      preconditionFailure("option --\(name) is not declared for \(command?.name ?? "the tool")")
    }
    return option
  }
}
