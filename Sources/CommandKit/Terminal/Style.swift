/// Colour and weight for people's eyes; renders to the bare text when colour is off.
public struct Style: Sendable, Equatable {
  /// False renders every text as it is.
  public let isOn: Bool

  /// Colour on or off.
  public init(isOn: Bool) { self.isOn = isOn }

  /// No colour at all.
  public static let plain = Style(isOn: false)

  /// Heavy letters, for headings.
  public func bold(_ text: String) -> String { wrap(text, "1", "22") }
  /// Faint letters, for what may be skipped.
  public func dim(_ text: String) -> String { wrap(text, "2", "22") }
  /// For errors.
  public func red(_ text: String) -> String { wrap(text, "31", "39") }
  /// For what went well.
  public func green(_ text: String) -> String { wrap(text, "32", "39") }
  /// For warnings.
  public func yellow(_ text: String) -> String { wrap(text, "33", "39") }
  /// For places and names.
  public func cyan(_ text: String) -> String { wrap(text, "36", "39") }

  /// SGR sequences of ECMA-48; each ends only what it began, so styles nest.
  private func wrap(_ text: String, _ begin: String, _ end: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(begin)m\(text)\u{1B}[\(end)m" : text
  }
}
