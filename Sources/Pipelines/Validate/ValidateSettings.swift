import Bytes
import CustomerIO
import Formats

/// How `validate` goes about its work, and what it is told of the files.
public struct ValidateSettings: Sendable {
  public var run = RunSettings()
  /// What the rows are; found out unless said. ``MessageKind/rows`` is a plain table.
  public var kind: MessageKind?
  /// Whose messages they are; found out unless said.
  public var wire: WireForm?
  /// How CSV is written; found out from the first line unless said.
  public var dialect: Dialect?
  /// The pipeline that the files belong to, which then says what they are.
  public var pipeline: DeclaredFiles?
  /// Findings that are kept for reports; all are counted.
  public var maxFindings = 100
  /// The folder for rows parted by verdict.
  public var splitFolder: String?

  public init() {}
}

// The words of the command line.
extension ValidateSettings {
  /// What `--as` takes.
  public static var kindWords: [String] { MessageKind.allCases.map(\.rawValue) }
  /// What `--for` takes.
  public static var wireWords: [String] { WireForm.allCases.map(\.rawValue) }
  /// What `--dialect` takes.
  public static var dialectWords: [String] { Dialect.presets.map(\.name) }

  public static func kind(_ word: String) -> MessageKind? { MessageKind(rawValue: word) }
  public static func wire(_ word: String) -> WireForm? { WireForm(rawValue: word) }
  public static func dialect(_ word: String) -> Dialect? {
    Dialect.presets.first { $0.name == word }
  }

  /// The severity of `--fail-on`.
  public static func severity(_ word: String) -> Rule.Severity {
    Rule.Severity(rawValue: word) ?? .error
  }
}
