/// Spans of time as people read them.
public enum DurationText {
  /// Two digits or so of what matters: `420 µs`, `82 ms`, `3.2 s`, `4 min 05 s`, `2 h 03 min`.
  public static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = max(duration, .zero).components
    let microseconds = attoseconds / 1_000_000_000_000
    if seconds == 0, microseconds < 1000 { return "\(microseconds) µs" }
    if seconds == 0 { return "\(microseconds / 1000) ms" }
    if seconds < 60 { return "\(seconds).\(microseconds / 100_000) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(twoDigits(seconds % 60)) s" }
    return "\(seconds / 3600) h \(twoDigits(seconds / 60 % 60)) min"
  }

  /// As a clock counts down: `00:03`, `12:40`, `1:02:03`.
  public static func clock(_ duration: Duration) -> String {
    let seconds = max(duration, .zero).components.seconds
    let minutes = "\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
    return seconds < 3600 ? minutes : "\(seconds / 3600):\(minutes)"
  }

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
