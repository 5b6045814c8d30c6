import Bytes
import TestKit
import Testing

@Suite("The content of CSV cells")
struct CSVUnquoteTests {
  private func content(_ cell: String, _ backslash: CSVBackslash, quote: UInt8? = 0x22) -> String {
    let buffer = ByteBuffer("before" + cell + "after")
    let slice = Slice(start: 6, length: cell.utf8.count)
    return buffer.text(
      buffer.unquoteCSV(slice, delimiter: 0x7c, quote: quote, backslash: backslash))
  }

  @Test(
    "quotes and escapes are taken out as the dialect has them",
    arguments: [
      ("\"\"", CSVBackslash.none, ""), ("\"a\"\"b\"", .none, "a\"b"), ("\"\"\"\"", .none, "\""),
      ("\"a\\\"", .none, "a\\"), ("\"a\\\"\"\"", .withinQuotes, "a\"\""),
      ("\"\\\\\\\"\"", .withinQuotes, "\\\""), ("\"a\\|b\"", .withinQuotes, "a\\|b"),
      ("\"a\\|b\"", .everywhere, "a|b"), ("a\\|b", .everywhere, "a|b"),
      ("a\\\\|b", .everywhere, "a\\|b"), ("a\\nb", .everywhere, "a\\nb"),
      ("a\\", .everywhere, "a\\"),
      ("\\\"x\\\"", .everywhere, "\"x\""), ("a\\\\b", .withinQuotes, "a\\\\b"),
      ("\\é", .everywhere, "\\é"), ("", .everywhere, ""),
    ])
  func contents(_ cell: String, _ backslash: CSVBackslash, _ expected: String) {
    #expect(content(cell, backslash) == expected)
  }

  @Test("a text quoted by doubling or by backslashes comes back", arguments: 0..<3)
  func roundTrip(_ way: Int) {
    for bytes in AllTexts(of: ["\"", "\\", "|", "\n", "a", "\r"], upTo: 5) {
      let text = String(decoding: bytes, as: UTF8.self)
      var written = ""
      for scalar in text.unicodeScalars {
        let isEscaped =
          switch way {
          case 0: scalar == "\""
          case 1: scalar == "\"" || scalar == "\\"
          default: "\"\\|\n\r".unicodeScalars.contains(scalar)
          }
        if isEscaped { written += way == 0 ? "\"" : "\\" }
        written.unicodeScalars.append(scalar)
      }
      let backslash = [CSVBackslash.none, .withinQuotes, .everywhere][way]
      guard content("\"\(written)\"", backslash) == text else {
        Issue.record("\(String(reflecting: text)) came back otherwise")
        return
      }
      if way == 2, !text.isEmpty, content(written, .everywhere) != text {
        Issue.record("\(String(reflecting: text)) came back otherwise without quotes")
        return
      }
    }
  }
}
