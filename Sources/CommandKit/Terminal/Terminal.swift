/// What is known about the place a stream leads to, and so how to write for it.
public struct Terminal: Sendable, Equatable {
  /// The stream that this describes.
  public let stream: StandardStream
  /// True when a person looks at it, false for a file or a pipe.
  public let isTerminal: Bool
  /// Columns of a line; 80 when nobody knows.
  public let width: Int
  /// Colour, if it is wanted and can be shown.
  public let style: Style
  /// True when a line can be painted over.
  public let canRepaint: Bool

  /// A terminal with known qualities, for tests and for output made elsewhere.
  public init(
    stream: StandardStream, isTerminal: Bool, width: Int = 80, style: Style = .plain,
    canRepaint: Bool = false,
  ) {
    self.stream = stream
    self.isTerminal = isTerminal
    self.width = width
    self.style = style
    self.canRepaint = canRepaint
  }

  /// Asks the system about a stream.
  ///
  /// Colour needs a terminal, no `--no-color`, no `NO_COLOR` with any text in it (no-color.org) and
  /// a `TERM` other than `dumb`. `COLUMNS` wins over what the terminal says of its width.
  public init(_ stream: StandardStream, noColor: Bool) {
    self.init(
      stream, noColor: noColor, isTerminal: SystemCall.isTerminal(stream.rawValue),
      columns: SystemCall.columns(of: stream.rawValue), environment: Environment.value)
  }

  /// The policy alone, over facts that a test can choose.
  init(
    _ stream: StandardStream, noColor: Bool, isTerminal: Bool, columns: Int?,
    environment: (String) -> String?,
  ) {
    let isDumb = environment("TERM") == "dumb"
    let refusesColor = noColor || environment("NO_COLOR").map { !$0.isEmpty } ?? false
    let wished = environment("COLUMNS").flatMap { Int($0) }
    let known = [wished, isTerminal ? columns : nil].compactMap(\.self).first { $0 > 0 }
    self.init(
      stream: stream, isTerminal: isTerminal, width: max(20, known ?? 80),
      style: Style(isOn: isTerminal && !isDumb && !refusesColor),
      canRepaint: isTerminal && !isDumb)
  }
}
