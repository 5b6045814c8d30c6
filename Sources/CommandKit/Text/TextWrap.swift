/// Breaks running text into lines of a width.
public enum TextWrap {
  /// Lines of at most `width` columns, broken at spaces; a word longer than that stands alone on
  /// its line.
  ///
  /// A line end in the text starts a new line, and an empty line stays one.
  public static func lines(_ text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      lines(ofParagraph: paragraph, width: width)
    }
  }

  private static func lines(ofParagraph paragraph: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in paragraph.split(separator: " ") {
      let columns = DisplayWidth.of(word)
      if used > 0, used + 1 + columns > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if used > 0 {
        line += " "
        used += 1
      }
      line += word
      used += columns
    }
    lines.append(line)
    return lines
  }
}
