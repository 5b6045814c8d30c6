import CSluice

// The written forms of a moment, each in UTC. Fractions are rounded down to milliseconds. A year outside of 0 to
// 9999 has a sign and at least six digits. A moment that is null or missing appends nothing.
extension ByteBuffer {
  /// Appends `2025-01-15T10:30:00.123Z`, always with three digits of fraction.
  public func append(iso8601 instant: Instant) {
    guard instant.isPresent else { return }
    reserve(SLUICE_TIME_ROOM)
    // SAFETY: room was made for the longest written time.
    storedCount &+= unsafe sluice_iso8601(
      base + storedCount, instant.seconds, instant.nanoseconds)
  }

  /// Appends `2025-01-15 10:30:00.123`, as the seeds' Snowflake tables write a time.
  public func append(snowflake instant: Instant) {
    guard instant.isPresent else { return }
    reserve(SLUICE_TIME_ROOM)
    // SAFETY: as above.
    storedCount &+= unsafe sluice_date_time(
      base + storedCount, instant.seconds, instant.nanoseconds, 0x20)
  }

  /// Appends `2025-01-15`.
  public func append(isoDate instant: Instant) {
    guard instant.isPresent else { return }
    reserve(SLUICE_TIME_ROOM)
    var ofDay: UInt32 = 0
    // SAFETY: as above.
    storedCount &+= unsafe sluice_date(base + storedCount, sluice_days(instant.seconds, &ofDay))
  }

  /// Appends whole seconds since 1970, rounded down.
  public func append(unixSeconds instant: Instant) {
    guard instant.isPresent else { return }
    append(integer: instant.seconds)
  }

  /// Appends whole milliseconds since 1970, rounded down; false past 64 bits, with nothing appended.
  @discardableResult
  public func append(unixMilliseconds instant: Instant) -> Bool {
    guard instant.isPresent, let milliseconds = instant.milliseconds else { return false }
    append(integer: milliseconds)
    return true
  }
}

extension Instant {
  /// ISO-8601 in UTC with milliseconds, for messages and previews.
  public var text: String {
    let buffer = ByteBuffer(capacity: 32)
    buffer.append(iso8601: self)
    return buffer.text
  }
}
