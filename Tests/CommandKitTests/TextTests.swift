import CommandKit
import Testing

@Suite("Text for people")
struct TextTests {
  @Test(
    "a size is read with its unit, whatever the case",
    arguments: [
      ("0", 0), ("4096", 4096), ("10B", 10), ("256MiB", 256 << 20), ("256 mib", 256 << 20),
      ("1KiB", 1024), ("1kb", 1000), ("2GB", 2_000_000_000), ("1.5GiB", 3 << 29),
      ("0.5 KB", 500), ("1TiB", 1 << 40), ("9223372036854775807", .max),
      ("1.999999999999999999999KB", 1999),
    ])
  func parsesSizes(text: String, bytes: Int) throws {
    #expect(try ByteCount.parse(text) == bytes)
  }

  @Test(
    "nonsense is refused with what was expected",
    arguments: [
      ("", "expected a size"), ("MiB", "expected a size"), ("-1", "expected a size"),
      ("1.2.3MB", "expected a size"), (".5MB", "expected a size"), ("5.MB", "expected a size"),
      ("1.5", "a byte cannot be divided"), ("1.5B", "a byte cannot be divided"),
      ("5 apples", "unknown unit \"apples\""), ("2G", "unknown unit \"G\""),
      ("1e9", "unknown unit \"e9\""), ("9223372036854775808", "the size is too large"),
      ("99999999TiB", "the size is too large"), ("8388607.9999999999999999TiB", nil),
      ("٣MB", "expected a size"),
    ] as [(String, String?)])
  func refusesSizes(text: String, message: String?) {
    do {
      _ = try ByteCount.parse(text)
      #expect(message == nil)
    } catch {
      #expect(error.message == message)
    }
  }

  @Test(
    "sizes are written with about three digits",
    arguments: [
      (0, "0 B", "0 B"), (999, "999 B", "999 B"), (1000, "1 kB", "1000 B"),
      (1024, "1 kB", "1 KiB"), (1_234_567, "1.2 MB", "1.2 MiB"), (999_949, "1 MB", "977 KiB"),
      (99_940, "99.9 kB", "97.6 KiB"), (812_000_000, "812 MB", "774 MiB"),
      (256 << 20, "268 MB", "256 MiB"), (Int.max, "9.2 EB", "8 EiB"),
      (-1500, "-1.5 kB", "-1.5 KiB"),
    ])
  func writesSizes(bytes: Int, text: String, binary: String) {
    #expect(ByteCount.text(bytes) == text)
    #expect(ByteCount.binaryText(bytes) == binary)
  }

  @Test("numbers are grouped, shortened and counted")
  func numbers() {
    #expect(
      [0, 7, 999, 1000, 1_234_567, -12_345, .min].map(NumberText.grouped) == [
        "0", "7", "999", "1,000", "1,234,567", "-12,345", "-9,223,372,036,854,775,808",
      ])
    #expect(
      [0, 999, 1000, 12_345_678, 999_960, 5_000_000_000].map(NumberText.short) == [
        "0", "999", "1k", "12.3M", "1M", "5G",
      ])
    #expect(NumberText.counted(1, "row") == "1 row")
    #expect(NumberText.counted(1204, "row") == "1,204 rows")
  }

  @Test("spans of time are written as people say them")
  func durations() {
    let spans: [Duration] = [
      .microseconds(420), .milliseconds(82), .milliseconds(3290), .seconds(245), .seconds(7380),
      .seconds(-1),
    ]
    #expect(
      spans.map(DurationText.text) == [
        "420 µs", "82 ms", "3.2 s", "4 min 05 s", "2 h 03 min", "0 µs",
      ])
    #expect(
      [Duration.seconds(3), .seconds(760), .seconds(3723)].map(DurationText.clock) == [
        "00:03", "12:40", "1:02:03",
      ])
  }

  @Test(
    "width counts columns, not characters",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한글", 4), ("ｶﾅ", 2),
      ("ｆ", 2), ("🙂", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("🇩🇪", 2), ("…", 1), ("a\u{200B}b", 2), ("Ω≈", 2),
    ])
  func widths(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test("what is cut off ends in an ellipsis and keeps its width")
  func truncation() {
    #expect(DisplayWidth.truncating("flour", to: 5) == "flour")
    #expect(DisplayWidth.truncating("flours", to: 5) == "flou…")
    #expect(DisplayWidth.truncating("漢字漢字", to: 4) == "漢…")
    #expect(DisplayWidth.truncating("ab", to: 1) == "…")
    #expect(DisplayWidth.truncating("ab", to: 0) == "")
  }

  @Test("text is wrapped at spaces and keeps its line ends")
  func wrapping() {
    #expect(TextWrap.lines("the quick brown fox", width: 10) == ["the quick", "brown fox"])
    #expect(TextWrap.lines("a\n\nb", width: 10) == ["a", "", "b"])
    #expect(TextWrap.lines("an unbreakable word", width: 6) == ["an", "unbreakable", "word"])
    #expect(TextWrap.lines("漢字 漢字", width: 8) == ["漢字", "漢字"])
    #expect(TextWrap.lines("", width: 8) == [""])
  }

  @Test("controls and direction marks are escaped, other text is left alone")
  func printable() {
    #expect(PrintableText.escaping("é漢\\n") == "é漢\\n")
    #expect(
      PrintableText.escaping("a\r\nb\t\u{1B}[2J\u{7F}\u{9B}\u{202E}")
        == "a\\r\\nb\\t\\u{1B}[2J\\u{7F}\\u{9B}\\u{202E}")
  }

  @Test("suggestions need a small distance and prefer the nearest")
  func suggestions() {
    let names = ["memory", "limit", "set", "report", "quiet"]
    #expect(Suggestion.nearest(to: "memry", among: names) == "memory")
    #expect(Suggestion.nearest(to: "MEMORY", among: names) == "memory")
    #expect(Suggestion.nearest(to: "reprot", among: names) == "report")
    #expect(Suggestion.nearest(to: "ste", among: names) == "set")
    #expect(Suggestion.nearest(to: "x", among: ["y", "run"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["a"]) == nil)
    #expect(Suggestion.nearest(to: "colour", among: names) == nil)
    #expect(Suggestion.hint(for: "zzz", among: ["a", "b"]) == "choose from a, b")
    #expect(Suggestion.hint(for: "zzz", among: names + ["as"]) == nil)
    #expect(Suggestion.distance(from: "kitten", to: "sitting") == 3)
    #expect(Suggestion.distance(from: "", to: "abc") == 3)
    #expect(Suggestion.distance(from: "ab", to: "ba") == 1)
  }
}
