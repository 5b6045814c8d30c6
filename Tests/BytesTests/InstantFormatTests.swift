import Bytes
import Foundation
import Testing

@Suite("Written times")
struct InstantFormatTests {
  private func text(_ append: (ByteBuffer) -> Void) -> String {
    let output = ByteBuffer()
    append(output)
    return output.text
  }

  @Test("a moment has one text in each of the written forms")
  func forms() {
    let instant = Instant(seconds: 1_736_937_000, nanoseconds: 123_999_999)
    #expect(text { $0.append(iso8601: instant) } == "2025-01-15T10:30:00.123Z")
    #expect(text { $0.append(snowflake: instant) } == "2025-01-15 10:30:00.123")
    #expect(text { $0.append(isoDate: instant) } == "2025-01-15")
    #expect(text { $0.append(unixSeconds: instant) } == "1736937000")
    #expect(text { $0.append(unixMilliseconds: instant) } == "1736937000123")
    #expect(text { $0.append(iso8601: .null) }.isEmpty)
  }

  @Test("moments before 1970 round down, never towards it")
  func before1970() {
    let instant = Instant(seconds: -1, nanoseconds: 999_999_999)
    #expect(text { $0.append(iso8601: instant) } == "1969-12-31T23:59:59.999Z")
    #expect(text { $0.append(unixSeconds: instant) } == "-1")
  }

  @Test("years past four digits are written as ISO 8601 asks")
  func farYears() {
    #expect(
      text { $0.append(iso8601: Instant(year: 9999, month: 12, day: 31)) }
        == "9999-12-31T00:00:00.000Z")
    #expect(text { $0.append(isoDate: Instant(year: 12_345, month: 1, day: 2)) } == "+012345-01-02")
    #expect(text { $0.append(isoDate: Instant(year: -1, month: 3, day: 4)) } == "-000001-03-04")
    #expect(text { $0.append(isoDate: Instant(year: 0, month: 2, day: 29)) } == "0000-02-29")
  }

  @Test("every day from 1 to 3000 agrees with the calendar that reads dates")
  func everyDay() {
    let output = ByteBuffer()
    var day = daysSinceEpoch(year: 1, month: 1, day: 1)
    let last = daysSinceEpoch(year: 3000, month: 12, day: 31)
    var wrong = 0
    while day <= last {
      output.removeAll()
      let instant = Instant(seconds: day * 86_400 + 86_399)
      output.append(snowflake: instant)
      if parseInstant(output.bytes) != instant { wrong += 1 }
      day += 1
    }
    #expect(wrong == 0)
  }
}
