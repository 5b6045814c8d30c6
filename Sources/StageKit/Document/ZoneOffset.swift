import Table

/// How far a zone's clock is ahead of UTC.
public struct ZoneOffset: OptionValue, Equatable {
  /// East is positive.
  public let seconds: Int

  public init(seconds: Int) { self.seconds = seconds }

  /// Reads `UTC`, `Z`, `+02:00`, `-0530` and `+2`.
  public static func decode(_ node: Node) throws(Problems) -> ZoneOffset {
    if let text = node.scalar, let seconds = seconds(of: text) {
      return ZoneOffset(seconds: seconds)
    }
    throw .wrongShape(
      node, expected: "`UTC` or an offset such as `+02:00`",
      hint: "names of places are not known here: their offset changes with the season")
  }

  private static func seconds(of text: String) -> Int? {
    if text == "UTC" || text == "Z" || text == "utc" { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), (1...4).contains(digits.count),
      let number = Int(digits)
    else { return nil }
    let (hours, minutes) = digits.count > 2 ? (number / 100, number % 100) : (number, 0)
    guard hours <= 14, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }

  public static var shape: Shape { .text }
  public var written: String? {
    if seconds == 0 { return "UTC" }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let minutes = abs(seconds) / 60
    return (seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
  }
}
