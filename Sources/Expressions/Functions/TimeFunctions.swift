import Bytes
import Table

/// `to_timestamp`, `to_date`, `to_unix`, `from_unix`.
enum TimeFunctions {
  static let all = [
    FunctionSpec(
      "to_timestamp", "to_timestamp(text)", "A text in any written form of a time as a moment.",
      sql: "CAST(text AS timestamp)",
      examples: [("to_timestamp('2025-01-15 10:30:00 +0200')", "2025-01-15T08:30:00.000Z")], [.any]
    ) { arguments, _, _ in
      arguments[0].type.isTime
        ? arguments[0]
        : TypedKernel(.timestamp, .cast(arguments[0].kernel, .timestamp, isTry: false))
    },
    FunctionSpec(
      "to_date", "to_date(value)", "The day of a moment in UTC.", sql: "CAST(value AS date)",
      examples: [("to_date('2025-01-15 23:30:00Z')", "2025-01-15")], [.time]
    ) { arguments, _, _ in
      TypedKernel(.date, .cast(arguments[0].kernel, .date, isTry: false))
    },
    FunctionSpec(
      "to_unix", "to_unix(time)", "Seconds since 1970, rounded down.",
      sql: "date_part(epoch_second, time)",
      examples: [("to_unix(timestamp '2025-01-15 10:30:00Z')", "1736937000")], [.time],
      gives: .integer
    ) { arguments, count, _ in
      guard case .instants(let instants) = arguments[0].spread(count).values else {
        return Column(.integer, .constant(.null, count))
      }
      var presence = Presence.all
      for (row, instant) in instants.enumerated() where !instant.isPresent {
        presence.setAbsent(row, count: count)
      }
      return Column(.integer, .integers(instants.map { $0.isPresent ? $0.seconds : 0 }, presence))
    },
    FunctionSpec(
      "from_unix", "from_unix(seconds)", "The moment that many seconds after 1970.",
      sql: "to_timestamp(seconds)",
      examples: [("from_unix(1736937000)", "2025-01-15T10:30:00.000Z")], [.integer],
      gives: .timestamp
    ) { arguments, count, problems in
      let (seconds, presence) = arguments[0].integers(count)
      return Column(
        .timestamp,
        .instants(
          (0..<count).map { row in
            guard presence.isPresent(row) else { return .null }
            if years.contains(seconds[row]) { return Instant(seconds: seconds[row]) }
            problems.append(
              RowProblem(
                row: row, .notATimestamp,
                "\(seconds[row]) seconds since 1970 lie outside of the years 0 to 9999; "
                  + "are they milliseconds?"))
            return .null
          }))
    },
  ]

  /// The seconds of the years 0 to 9999: what four digits can write.
  private static let years = -62_167_219_200..<Int64(253_402_300_800)
}
