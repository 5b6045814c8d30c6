/// Reads the written forms of a moment that warehouses use.
///
/// ```
/// 2025-01-15                            a day: its first moment
/// 2025-01-15 10:30:00.123456789 +0000   Snowflake; the blank before the offset is optional
/// 2025-01-15T10:30:00.123Z              ISO-8601, Databricks
/// 2025-01-15 10:30:00 UTC               BigQuery
/// 2025-01-15 10:30:00.123+00            Postgres, Redshift
/// ```
/// Date and time are parted by a blank or `T`; seconds may be left out; a fraction has 1 to 9 digits; an offset
/// is `Z`, `UTC`, `±hh`, `±hhmm` or `±hh:mm`.
///
/// - Parameter offset: seconds east of UTC for a text without a zone of its own.
/// - Returns: nil for anything else, days that no calendar has included.
@inlinable
public func parseInstant(_ text: Span<UInt8>, offset: Int = 0) -> Instant? {
  guard text.count >= 10,
    let century = twoDigits(text, 0), let yearOfCentury = twoDigits(text, 2), text[4] == 0x2d,
    let month = twoDigits(text, 5), text[7] == 0x2d, let day = twoDigits(text, 8),
    month >= 1, month <= 12, day >= 1
  else { return nil }
  let year = century &* 100 &+ yearOfCentury
  guard day <= 28 || day <= daysInMonth(month, year: year) else { return nil }
  var seconds = daysSinceEpoch(year: year, month: month, day: day) &* 86_400
  if text.count == 10 { return Instant(seconds: seconds &- Int64(offset)) }

  guard text.count >= 16, text[10] == 0x20 || text[10] == 0x54 || text[10] == 0x74,
    let hour = twoDigits(text, 11), text[13] == 0x3a, let minute = twoDigits(text, 14),
    hour < 24, minute < 60
  else { return nil }
  seconds = seconds &+ Int64(hour &* 3600 &+ minute &* 60)
  var next = 16
  var nanoseconds: Int32 = 0
  if next < text.count, text[next] == 0x3a {
    guard text.count >= 19, let second = twoDigits(text, 17), second < 60 else { return nil }
    seconds = seconds &+ Int64(second)
    next = 19
    if next < text.count, text[next] == 0x2e {
      next &+= 1
      let first = next
      while next < text.count, next &- first < 9, text[next] &- 0x30 < 10 {
        nanoseconds = nanoseconds &* 10 &+ Int32(text[next] &- 0x30)
        next &+= 1
      }
      if next == first { return nil }
      var digits = next &- first
      while digits < 9 {
        nanoseconds = nanoseconds &* 10
        digits &+= 1
      }
    }
  }
  guard let zone = zoneOffset(text, next, standard: offset) else { return nil }
  return Instant(seconds: seconds &- Int64(zone), nanoseconds: nanoseconds)
}

/// Seconds east of UTC that the end of a text names; `standard` where it names none.
@inlinable
func zoneOffset(_ text: Span<UInt8>, _ start: Int, standard: Int) -> Int? {
  var next = start
  if next == text.count { return standard }
  if text[next] == 0x20 { next &+= 1 }
  guard next < text.count else { return nil }
  let rest = text.count &- next
  switch text[next] {
  case 0x5a, 0x7a:  // Z
    return rest == 1 ? 0 : nil
  case 0x55:  // UTC
    return rest == 3 && text[next &+ 1] == 0x54 && text[next &+ 2] == 0x43 ? 0 : nil
  case 0x2b, 0x2d:
    guard rest >= 3, let hours = twoDigits(text, next &+ 1), hours < 24 else { return nil }
    var minutes = 0
    if rest == 5, let found = twoDigits(text, next &+ 3) {
      minutes = found
    } else if rest == 6, text[next &+ 3] == 0x3a, let found = twoDigits(text, next &+ 4) {
      minutes = found
    } else if rest != 3 {
      return nil
    }
    guard minutes < 60 else { return nil }
    let size = hours &* 3600 &+ minutes &* 60
    return text[next] == 0x2d ? 0 &- size : size
  default:
    return nil
  }
}

@inlinable
func twoDigits(_ text: Span<UInt8>, _ at: Int) -> Int? {
  let tens = text[at] &- 0x30
  let ones = text[at &+ 1] &- 0x30
  return tens < 10 && ones < 10 ? Int(tens) &* 10 &+ Int(ones) : nil
}

/// How many days a month has in a year of the proleptic Gregorian calendar.
@inlinable
public func daysInMonth(_ month: Int, year: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}
