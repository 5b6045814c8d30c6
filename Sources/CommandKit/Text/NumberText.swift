/// Whole numbers as people read them.
public enum NumberText {
  /// All digits, a comma between each three: `1,234,567`.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude).utf8)
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.unicodeScalars.append(Unicode.Scalar(digit))
    }
    return result
  }

  /// About three digits and a letter: `999`, `12.3M`, `1.2G` reads as billions.
  public static func short(_ number: Int) -> String {
    let names = ["", "k", "M", "G", "T"]
    let (text, power) = ScaledNumber.text(Double(number), step: 1000, powers: names.count)
    return text + names[power]
  }

  /// A count and its noun, with the plural's `s` where it belongs: `1 row`, `1,204 rows`.
  public static func counted(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}
