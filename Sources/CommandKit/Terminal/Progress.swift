/// One line on a terminal that says how far the work has come, painted over at most ten times a
/// second.
///
/// Does nothing at all where nobody looks: a file, a pipe, cron. Call ``clear()`` before any other
/// line.
public struct Progress: Sendable {
  private let terminal: Terminal
  private let started: ContinuousClock.Instant
  private let paint: @Sendable (String) -> Void
  private var painted: ContinuousClock.Instant?

  /// A line not painted yet.
  ///
  /// - Parameter paint: where the bytes go; the terminal's own stream unless said.
  public init(
    on terminal: Terminal, started: ContinuousClock.Instant = .now,
    paint: (@Sendable (String) -> Void)? = nil,
  ) {
    self.terminal = terminal
    self.started = started
    self.paint = paint ?? { terminal.stream.say($0) }
  }

  /// Paints how far it is, unless the line is younger than a tenth of a second; cheap enough for
  /// every batch.
  public mutating func update(
    rows: Int, bytes: Int, totalBytes: Int?, now: ContinuousClock.Instant = .now,
  ) {
    guard terminal.canRepaint else { return }
    if let painted, painted.duration(to: now) < Self.interval { return }
    painted = now
    let text = Self.text(
      rows: rows, bytes: bytes, totalBytes: totalBytes, elapsed: started.duration(to: now))
    paint("\r\(DisplayWidth.truncating(text, to: terminal.width - 1))\u{1B}[K")
  }

  /// Removes the line, if there is one; the next ``update(rows:bytes:totalBytes:now:)`` paints it
  /// again.
  public mutating func clear() {
    guard painted != nil else { return }
    painted = nil
    paint("\r\u{1B}[K")
  }

  /// The words of the line: `  12.3M rows  1.2 GB/3.4 GB  812 MB/s  00:03 left`.
  ///
  /// Speed and what is left are told after a quarter of a second, when they begin to mean
  /// something.
  public static func text(rows: Int, bytes: Int, totalBytes: Int?, elapsed: Duration) -> String {
    var parts = ["\(NumberText.short(rows)) \(rows == 1 ? "row" : "rows")"]
    if let totalBytes {
      parts.append("\(ByteCount.text(bytes))/\(ByteCount.text(totalBytes))")
    } else {
      parts.append(ByteCount.text(bytes))
    }
    if elapsed >= .milliseconds(250), bytes > 0 {
      let rate = Double(bytes) / (elapsed / .seconds(1))
      parts.append("\(ByteCount.text(Int(rate)))/s")
      if let totalBytes, rate > 0 {
        let left = Double(max(0, totalBytes - bytes)) / rate
        parts.append("\(DurationText.clock(.seconds(min(left, 359_999)))) left")
      }
    }
    return "  " + parts.joined(separator: "  ")
  }

  private static let interval = Duration.milliseconds(100)
}
