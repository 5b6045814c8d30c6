/// One option of a verb or of the whole tool, declared once.
///
/// Parsing, help, completions, the reference page, the man page and the JSON description all read
/// this value.
public struct Option: Sendable, Equatable {
  /// How often it may be given, and whether a value follows.
  public enum Kind: Sendable, Equatable {
    /// No value; given or not.
    case flag
    /// One value; given twice, the last one counts.
    case single(ValueShape)
    /// A value each time; all are kept, in order.
    case repeating(ValueShape)
    /// A value only after `=`; alone it means `bare`.
    case optional(ValueShape, bare: String)
  }

  /// The long name without its dashes.
  public let name: String
  /// The letter of the short form, if there is one.
  public let short: Character?
  /// How often it may be given, and whether a value follows.
  public let kind: Kind
  /// One sentence or two, each with its final stop.
  public let doc: String
  /// The value that holds when the option is not given; shown in help and returned by
  /// ``Invocation/value(_:)``.
  public let defaultText: String?
  /// Understood, but in no help, completion or page.
  public let isHidden: Bool

  /// An option without a value.
  public static func flag(
    _ name: String, short: Character? = nil, _ doc: String, isHidden: Bool = false,
  ) -> Option {
    Option(
      name: name, short: short, kind: .flag, doc: doc, defaultText: nil, isHidden: isHidden)
  }

  /// An option with one value.
  public static func single(
    _ name: String, short: Character? = nil, _ shape: ValueShape, _ doc: String,
    default defaultText: String? = nil, isHidden: Bool = false,
  ) -> Option {
    Option(
      name: name, short: short, kind: .single(shape), doc: doc, defaultText: defaultText,
      isHidden: isHidden)
  }

  /// An option that may be given several times.
  public static func repeating(
    _ name: String, short: Character? = nil, _ shape: ValueShape, _ doc: String,
    isHidden: Bool = false,
  ) -> Option {
    Option(
      name: name, short: short, kind: .repeating(shape), doc: doc, defaultText: nil,
      isHidden: isHidden)
  }

  /// An option whose value may be left out: `--name` means `--name=bare`.
  public static func optional(
    _ name: String, short: Character? = nil, _ shape: ValueShape, bare: String, _ doc: String,
    isHidden: Bool = false,
  ) -> Option {
    Option(
      name: name, short: short, kind: .optional(shape, bare: bare), doc: doc, defaultText: nil,
      isHidden: isHidden)
  }

  /// `-h`, `--help`: prints help instead of doing anything.
  public static let help = Option.flag("help", short: "h", "Print this help and stop.")
  /// `--version`: prints the version instead of doing anything.
  public static let version = Option.flag("version", "Print the version and stop.")

  /// What its value may be; nil for a flag.
  public var shape: ValueShape? {
    switch kind {
    case .flag: nil
    case .single(let shape), .repeating(let shape), .optional(let shape, bare: _): shape
    }
  }

  /// True when a separate word after the option is its value.
  var takesNextWord: Bool {
    switch kind {
    case .flag, .optional: false
    case .single, .repeating: true
    }
  }

  /// The long form with its value: `--memory SIZE`, `--report[=FILE]`, `--set NAME=VALUE`.
  var longForm: String {
    switch kind {
    case .flag: "--\(name)"
    case .single(let shape), .repeating(let shape): "--\(name) \(shape.placeholder)"
    case .optional(let shape, bare: _): "--\(name)[=\(shape.placeholder)]"
    }
  }

  /// The doc with what follows from the declaration: default, choices, and that it may be repeated.
  var fullDoc: String {
    var text = doc
    if let choices = shape?.unshownChoices, !choices.isEmpty {
      text += " One of: \(choices.joined(separator: ", "))."
    }
    if case .repeating = kind { text += " May be repeated." }
    if let defaultText { text += " [default: \(defaultText)]" }
    return text
  }
}
