/// Text from outside, made safe to show: nothing in it can move the cursor, colour the screen or
/// hide letters.
public enum PrintableText {
  /// Replaces every control, line separator and direction mark by an escape such as `\n` or
  /// `\u{1B}`.
  ///
  /// Text without them, which is nearly all, is returned as it is. A backslash stays a backslash:
  /// this is for eyes, not for reading back.
  public static func escaping(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isUnprintable(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0...0x1F, 0x7F...0x9F: true
    case 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
