import Bytes
import Table

/// The moments that a column's values mean, whatever form they are written in.
struct WrittenTimes {
  private(set) var instants: [Instant]
  /// Rows whose value is no time; their instant is null.
  private(set) var failures: [Int] = []
  /// The texts as they came, for columns of text.
  private let texts: (buffer: ByteBuffer, slices: [Slice])?

  /// - Parameter zone: seconds east of UTC for a text without a zone of its own.
  init(_ column: Column, zone: Int) {
    switch column.values {
    case .instants(let values):
      instants = values
      texts = nil
    case .integers(let values, let presence):
      texts = nil
      instants = []
      instants.reserveCapacity(values.count)
      for (row, value) in values.enumerated() {
        guard presence.isPresent(row) else {
          instants.append(presence.isMissing(row) ? .missing : .null)
          continue
        }
        if let instant = WrittenTimes.instant(number: value) {
          instants.append(instant)
        } else {
          instants.append(.null)
          failures.append(row)
        }
      }
    case .text(let buffer, let slices):
      texts = (buffer, slices)
      instants = []
      read(buffer, slices, zone)
    case .json(let buffer, let slices):
      let inner = slices.map { WrittenTimes.unquoted($0, buffer) }
      texts = (buffer, inner)
      instants = []
      read(buffer, inner, zone)
    case .doubles, .booleans, .pruned, .constant:
      texts = nil
      instants = [Instant](repeating: .null, count: column.count ?? 0)
    }
  }

  private mutating func read(_ buffer: ByteBuffer, _ slices: [Slice], _ zone: Int) {
    let parsed = parseInstants(slices, in: buffer, offset: zone)
    instants = parsed.instants
    let bytes = buffer.bytes
    for row in parsed.failures {
      if let number = parseInteger(bytes.extracting(slices[row].range)),
        let instant = WrittenTimes.instant(number: number)
      {
        instants[row] = instant
      } else {
        failures.append(row)
      }
    }
  }

  /// A JSON string without its quotes; any other JSON text as it is. No form of a time has an escape.
  private static func unquoted(_ slice: Slice, _ buffer: ByteBuffer) -> Slice {
    guard slice.count >= 2, buffer.bytes(slice)[0] == 0x22 else { return slice }
    return Slice(start: slice.range.lowerBound + 1, length: slice.count - 2)
  }

  /// A moment as a whole number since 1970, in the unit that puts it between 1973 and 5138.
  ///
  /// - Returns: nil below 100,000,000 seconds, where a number is more likely something else, such as `20250115`.
  static func instant(number: Int64) -> Instant? {
    switch number {
    case 100_000_000..<100_000_000_000: Instant(seconds: number)
    case 100_000_000_000..<100_000_000_000_000: instant(number, per: 1000)
    case 100_000_000_000_000..<100_000_000_000_000_000: instant(number, per: 1_000_000)
    case 100_000_000_000_000_000...: instant(number, per: 1_000_000_000)
    default: nil
    }
  }

  private static func instant(_ number: Int64, per second: Int64) -> Instant {
    Instant(
      seconds: number / second, nanoseconds: Int32(number % second * (1_000_000_000 / second)))
  }

  /// A failed row's value for a message.
  func excerpt(_ row: Int) -> String {
    guard let texts else { return "a number too small to be a time" }
    let slice = texts.slices[row]
    let shown = Slice(start: slice.range.lowerBound, length: min(slice.count, 60))
    return texts.buffer.text(shown) + (slice.count > 60 ? "…" : "")
  }

  /// - Parameter keepsOthers: texts that are no time stay as they are, instead of being null.
  func written(_ form: Timestamps.Form, keepsOthers: Bool) -> Column {
    switch form {
    case .iso8601: text(keepsOthers) { $0.append(iso8601: $1) }
    case .snowflake: text(keepsOthers) { $0.append(snowflake: $1) }
    case .unix: numbers { $0.seconds }
    case .unixMilliseconds: numbers { $0.milliseconds }
    }
  }

  private func text(_ keepsOthers: Bool, _ append: (ByteBuffer, Instant) -> Void) -> Column {
    let buffer = ByteBuffer(capacity: instants.count * 24)
    var slices: [Slice] = []
    slices.reserveCapacity(instants.count)
    for instant in instants {
      guard instant.isPresent else {
        slices.append(instant == .missing ? .missing : .null)
        continue
      }
      let start = buffer.count
      append(buffer, instant)
      slices.append(Slice(start: start, length: buffer.count - start))
    }
    if keepsOthers, let texts {
      for row in failures { slices[row] = buffer.append(texts.slices[row], of: texts.buffer) }
    }
    return Column(.string, .text(buffer, slices))
  }

  private func numbers(_ number: (Instant) -> Int64?) -> Column {
    var presence = Presence.all
    var values: [Int64] = []
    values.reserveCapacity(instants.count)
    for (row, instant) in instants.enumerated() {
      if instant.isPresent, let value = number(instant) {
        values.append(value)
      } else {
        values.append(0)
        presence.setAbsent(row, missing: instant == .missing, count: instants.count)
      }
    }
    return Column(.integer, .integers(values, presence))
  }
}
