import Bytes
import TestKit
import Testing

@Suite("Reading written times")
struct InstantParsingTests {
  private func parse(_ text: String, offset: Int = 0) -> Instant? {
    parseInstant(Array(text.utf8).span, offset: offset)
  }

  @Test("random moments in every written form are those that Python's datetime computes")
  func python() throws {
    var random = Seeded(for: "times beside Python")
    struct Written: Encodable {
      var parts: [Int]
      var zone: Int
    }
    var texts: [(text: String, nanoseconds: Int32)] = []
    var questions: [Written] = []
    for _ in 0..<5000 {
      let year =
        random.chance(20)
        ? random.pick([1, 4, 100, 400, 1600, 1900, 1970, 2000, 9999])
        : random.int(1...9999)
      let month = random.int(1...12)
      let day = random.int(1...daysInMonth(month, year: year))
      let (hour, minute) = (random.int(0...23), random.int(0...59))
      var second = random.int(0...59)
      var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      if random.chance(10) {
        texts.append((text, 0))
        questions.append(Written(parts: [year, month, day, 0, 0, 0], zone: 0))
        continue
      }
      text += random.pick(["T", " ", "t"]) + "\(padded(hour, 2)):\(padded(minute, 2))"
      var nanoseconds: Int32 = 0
      if random.chance(10) {
        second = 0
      } else {
        text += ":\(padded(second, 2))"
        if random.chance(70) {
          let digits = random.int(1...9)
          let fraction = (0..<digits).map { _ in String(random.int(0...9)) }.joined()
          text += "." + fraction
          nanoseconds = Int32(fraction + String(repeating: "0", count: 9 - digits)) ?? -1
        }
      }
      let (zoneHours, zoneMinutes) = (random.int(0...23), random.int(0...59))
      let isWest = random.chance(50)
      var zone = zoneHours * 60 + zoneMinutes
      let sign = isWest ? "-" : "+"
      switch random.int(0...5) {
      case 0:
        text += random.pick(["Z", "z", " Z", "UTC", " UTC"])
        zone = 0
      case 1: text += "\(sign)\(padded(zoneHours, 2)):\(padded(zoneMinutes, 2))"
      case 2: text += "\(sign)\(padded(zoneHours, 2))\(padded(zoneMinutes, 2))"
      case 3:
        text += "\(sign)\(padded(zoneHours, 2))"
        zone = zoneHours * 60
      case 4: text += " \(sign)\(padded(zoneHours, 2))\(padded(zoneMinutes, 2))"
      default: zone = 0
      }
      texts.append((text, nanoseconds))
      questions.append(
        Written(parts: [year, month, day, hour, minute, second], zone: isWest ? -zone : zone))
    }
    let expected: [Int64] = try Python.ask(
      """
      import datetime as d
      epoch = d.datetime(1970, 1, 1)
      print(json.dumps([round((d.datetime(*q['parts']) - epoch) / d.timedelta(seconds=1)) - 60 * q['zone']
        for q in question]))
      """, questions)
    for ((text, nanoseconds), seconds) in zip(texts, expected) {
      #expect(
        parse(text) == Instant(seconds: seconds, nanoseconds: nanoseconds),
        "\(text), seed \(random.seed)")
    }
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  @Test(
    "anything else is no time",
    arguments: [
      "", "2025", "2025-01", "2025-1-15", "2025-01-1", "20250115", "2025/01/15", "25-01-15",
      "2025-00-10", "2025-13-10", "2025-01-00", "2025-01-32", "2025-04-31", "2025-02-29",
      "1900-02-29", "2100-02-29", "2025-01-15 ", "2025-01-15T", "2025-01-15Z", "2025-01-15 10",
      "2025-01-15 10:3", "2025-01-15 1:30:00", "2025-01-15 24:00:00", "2025-01-15 10:60:00",
      "2025-01-15 10:30:60", "2025-01-15 10:30:0", "2025-01-15 10:30:", "2025-01-15 10:30:00.",
      "2025-01-15 10:30:00.1234567890", "2025-01-15 10:30:00,5", "2025-01-15  10:30:00",
      "2025-01-15 10:30:00  Z", "2025-01-15 10:30:00 ", "2025-01-15 10:30:00 utc",
      "2025-01-15 10:30:00 UT", "2025-01-15 10:30:00 UTC+1", "2025-01-15 10:30:00+1",
      "2025-01-15 10:30:00+100", "2025-01-15 10:30:00+24", "2025-01-15 10:30:00+01:60",
      "2025-01-15 10:30:00+01:0", "2025-01-15 10:30:00+01:00:00", "2025-01-15 10:30:00Z0",
      "2025-01-15 10:30:00 Europe/Berlin", "2025-01-15 10:30:00 PM", " 2025-01-15", "+2025-01-15",
      "-025-01-15", "2025-01-15T10:30Zx", "now", "1736937000", "２０２５-01-15", "2025-01-15\u{0}",
    ])
  func rejected(_ text: String) { #expect(parse(text) == nil) }

  @Test("a text without a zone is in the zone that the dialect names; one with a zone is not")
  func zone() {
    #expect(parse("1970-01-01 00:00:00", offset: 3600) == Instant(seconds: -3600))
    #expect(parse("1970-01-01", offset: -3600) == Instant(seconds: 3600))
    #expect(parse("1970-01-01 00:00:00Z", offset: 3600) == Instant(seconds: 0))
    #expect(parse("1970-01-01 00:00+02", offset: 3600) == Instant(seconds: -7200))
  }

  @Test("the calendar holds at its ends and in leap years")
  func ends() {
    #expect(parse("0000-01-01") == Instant(seconds: -62_167_219_200))
    #expect(parse("0001-01-01") == Instant(seconds: -62_135_596_800))
    #expect(
      parse("9999-12-31 23:59:59.999999999")
        == Instant(seconds: 253_402_300_799, nanoseconds: 999_999_999))
    for year in [0, 4, 400, 1600, 2000, 2024] {
      #expect(parse("\(padded(year, 4))-02-29") != nil, "\(year)")
      #expect(daysInMonth(2, year: year) == 29)
    }
    #expect(daysInMonth(2, year: 1900) == 28 && daysInMonth(2, year: 2100) == 28)
  }

  @Test("days and dates are each other's inverse, far beyond what is written")
  func inverse() {
    var random = Seeded(for: "days and dates")
    for _ in 0..<20_000 {
      let days = Int64(random.int(-4_000_000...4_000_000))
      let date = civilDate(daysSinceEpoch: days)
      #expect(daysSinceEpoch(year: date.year, month: date.month, day: date.day) == days)
      #expect((1...12).contains(date.month))
      #expect((1...daysInMonth(date.month, year: date.year)).contains(date.day))
    }
  }

  @Test("a column of times keeps null and missing, and names the rows that are none")
  func column() {
    let buffer = ByteBuffer("1970-01-01never")
    let slices = [Slice(start: 0, length: 10), .null, Slice(start: 10, length: 5), .missing]
    let found = parseInstants(slices, in: buffer)
    #expect(found.instants == [Instant(seconds: 0), .null, .null, .missing])
    #expect(found.failures == [2])
  }

  @Test("moments in order are in order of their parts; milliseconds round down and know their end")
  func order() {
    #expect(Instant(seconds: 1, nanoseconds: 2) < Instant(seconds: 1, nanoseconds: 3))
    #expect(Instant(seconds: -1, nanoseconds: 999) < Instant(seconds: 0))
    #expect(Instant(seconds: -1, nanoseconds: 999_999_999).milliseconds == -1)
    #expect(Instant(seconds: .max).milliseconds == nil)
  }

  @Test("a column's kernel reads what the plain reader reads, and nothing else")
  func twins() {
    var random = Seeded(for: "a column of times")
    let alphabet = Array("0123456789-: TtZzUC+.".utf8)
    var texts: [[UInt8]] = [[]]
    for _ in 0..<60_000 {
      let pair = { String(random.int(0...(random.chance(95) ? 23 : 63))).leftPadded(2) }
      let month = String(random.int(random.chance(90) ? 1...12 : 0...13)).leftPadded(2)
      var text = "\(random.pick(["1970", "2024", "0000", "9999", "1900"]))-\(month)-\(pair())"
      if random.chance(80) { text += random.pick([" ", "T"]) + "\(pair()):\(pair())" }
      if random.chance(80) { text += ":\(pair())" }
      if random.chance(60) { text += "." + random.text(of: ["0", "1", "9"], count: 0...10) }
      text += random.pick(["", "", "Z", " UTC", "+01", " -0330", "+05:45", " ", "+2", "UTCx"])
      var bytes = Array(text.utf8)
      if random.chance(40) { bytes[random.int(0...bytes.count - 1)] = random.pick(alphabet) }
      if random.chance(20) { bytes.removeLast(random.int(0...bytes.count)) }
      texts.append(bytes)
    }
    let buffer = ByteBuffer(capacity: 64)
    var slices: [Slice] = [.null, .missing]
    for text in texts {
      slices.append(Slice(start: buffer.count, length: text.count))
      buffer.append(text)
    }
    for offset in [0, 3600, -12_600] {
      let found = parseInstants(slices, in: buffer, offset: offset)
      let expected = texts.map { parseInstant($0.span, offset: offset) }
      #expect(found.instants[0] == .null && found.instants[1] == .missing)
      #expect(found.failures == expected.indices.filter { expected[$0] == nil }.map { $0 + 2 })
      for (row, instant) in expected.enumerated() where found.instants[row + 2] != instant ?? .null
      {
        let text = String(decoding: texts[row], as: UTF8.self)
        Issue.record("\(text): \(found.instants[row + 2]), seed \(random.seed)")
        return
      }
      #expect(expected.count { $0 != nil } > 3000)
    }
  }
}

extension String {
  fileprivate func leftPadded(_ width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
