/// A moment in UTC with a nanosecond's resolution, for every year that a warehouse writes.
///
/// Sixteen bytes; 64-bit nanoseconds would end in 2262, and dumps hold `9999-12-31` as "for ever".
@frozen
public struct Instant: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z, rounded down.
  public var seconds: Int64
  /// 0 to 999,999,999; negative where there is no value.
  public var nanoseconds: Int32

  @inlinable
  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  @inlinable public static var null: Instant { Instant(seconds: .min, nanoseconds: -1) }
  @inlinable public static var missing: Instant { Instant(seconds: .min, nanoseconds: -2) }
  @inlinable public var isPresent: Bool { nanoseconds >= 0 }

  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool {
    left.seconds != right.seconds
      ? left.seconds < right.seconds : left.nanoseconds < right.nanoseconds
  }

  /// The moment a day begins in UTC.
  @inlinable
  public init(year: Int, month: Int, day: Int) {
    self.init(seconds: daysSinceEpoch(year: year, month: month, day: day) * 86_400)
  }

  /// Milliseconds since 1970, rounded down; nil past 64 bits.
  @inlinable public var milliseconds: Int64? {
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    return overflow ? nil : scaled + Int64(nanoseconds / 1_000_000)
  }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
///
/// Counts from 1 March, so that the leap day is the last of its year.
@inlinable
public func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
  let shifted = month > 2 ? year : year - 1
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return Int64(era * 146_097 + dayOfEra - 719_468)
}

/// The inverse of ``daysSinceEpoch(year:month:day:)``.
@inlinable
public func civilDate(daysSinceEpoch days: Int64) -> (year: Int, month: Int, day: Int) {
  let shifted = Int(days) + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthIndex = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
  let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}
