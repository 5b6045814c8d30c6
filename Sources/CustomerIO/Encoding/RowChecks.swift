import Bytes
import Table

/// What is wrong with the rows of one batch: which are held back, why, and what was merely found.
struct RowChecks {
  let layout: MessageLayout
  /// 1 for a row that is not written.
  var rejected: [UInt8]
  var problems: [RowProblem] = []
  var findings = FindingCounts()

  init(_ layout: MessageLayout, rows: Int) {
    self.layout = layout
    rejected = [UInt8](repeating: 0, count: rows)
  }

  /// Holds the row back or counts the finding, as the rule says for the wire form.
  mutating func broke(
    _ code: RuleCode, row: Int, field: String?, _ message: @autoclosure () -> String
  ) {
    switch layout.severity(code) {
    case .error?: reject(row, .ruleBroken, message(), field: field, rule: code.rawValue)
    case .warning?: findings.note(code, row: row, field: field, message())
    case nil: break
    }
  }

  mutating func reject(
    _ row: Int, _ code: ProblemCode, _ message: String, field: String?, rule: String? = nil
  ) {
    rejected[row] = 1
    problems.append(RowProblem(row: row, code, message, field: field, rule: rule))
  }

  /// Rejects the rows in which none of the fields has a value of at least one byte.
  mutating func requireOne(of fields: [(name: String, cells: TextCells)]) {
    guard let first = fields.first else { return }
    for row in rejected.indices where first.cells.slices[row].count == 0 {
      guard fields.allSatisfy({ $0.cells.slices[row].count == 0 }) else { continue }
      reject(row, .requiredFieldNull, absent(fields.map(\.name)), field: first.name)
    }
  }

  /// Tests each text that is longer than the limit.
  mutating func limitBytes(_ code: RuleCode, _ cells: TextCells, field: String) {
    let limit = layout.limit(code)
    for row in cells.slices.indices where cells.slices[row].count > limit {
      broke(code, row: row, field: field, tooLong(field, cells.slices[row].count, limit))
    }
  }

  mutating func unfit(_ rows: [Int], field: String) {
    for row in rows {
      broke(
        .identifierShape, row: row, field: field,
        "\(field) is a JSON object, array or truth; expected a text or a number")
    }
  }

  /// JSON objects begin with a brace, since the cells are valid JSON.
  mutating func requireObjects(_ cells: TextCells, field: String) {
    let bytes = cells.buffer.bytes
    for row in cells.slices.indices {
      let slice = cells.slices[row]
      guard slice.isPresent else { continue }
      if slice.count > 0, bytes[slice.range.lowerBound] == 0x7b { continue }
      broke(.relationshipShape, row: row, field: field, "\(field) is not a JSON object")
    }
  }

  mutating func requireObjectTypes(_ cells: TextCells) {
    let bytes = cells.buffer.bytes
    for row in cells.slices.indices {
      let slice = cells.slices[row]
      guard slice.isPresent else { continue }
      let text = bytes.extracting(slice.range)
      if let number = parseInteger(text), number > 0, text[0] != 0x30, text[0] != 0x2b { continue }
      broke(
        .objectType, row: row, field: "objectTypeId",
        "objectTypeId is \"\(cells.excerpt(row))\"; expected a positive integer such as \"1\"")
    }
  }

  mutating func requirePlatforms(_ cells: TextCells) {
    let known: Set = ["ios", "android"]
    for row in cells.slices.indices where cells.slices[row].isPresent {
      let text = cells.text(row)
      if known.contains(text) { continue }
      broke(
        .platform, row: row, field: "platform",
        "platform is \"\(cells.excerpt(row))\"; expected ios or android")
    }
  }

  mutating func requireEmails(_ cells: TextCells, field: String) {
    for row in cells.buffer.rows(of: cells.slices, without: .email, isEmailAddress) {
      broke(
        .email, row: row, field: field,
        "\(field) is \"\(cells.excerpt(row))\", which is no e-mail address")
    }
  }

  mutating func requirePhones(_ cells: TextCells, field: String) {
    for row in cells.buffer.rows(of: cells.slices, without: .phone, isPhoneNumber) {
      broke(
        .phone, row: row, field: field,
        "\(field) is \"\(cells.excerpt(row))\"; expected + and up to 15 digits")
    }
  }

  /// The identifiers as ULIDs, which is what Track knows repeats by.
  ///
  /// One that is none becomes 48 bits of the row's time in milliseconds (0 without one) and the low 80 bits of
  /// XXH3-128 (seed 0) of its bytes.
  mutating func ulids(of cells: TextCells, times: [Instant]?) -> TextCells {
    let buffer = ByteBuffer(capacity: cells.slices.count * 26)
    var slices = cells.slices
    let bytes = cells.buffer.bytes
    for row in slices.indices where slices[row].count > 0 {
      let text = bytes.extracting(slices[row].range)
      let start = buffer.count
      if isULID(text) {
        buffer.append(text)
      } else {
        broke(
          .messageIdShape, row: row, field: "messageId",
          "messageId \"\(cells.excerpt(row))\" is no ULID; one is derived from it")
        buffer.append(ulid: times?[row] ?? .null, hash128(text))
      }
      slices[row] = Slice(start: start, length: 26)
    }
    return TextCells(buffer: buffer, slices: slices)
  }

  /// Rejects years that ISO 8601 cannot write in four digits, and counts those that are far off.
  mutating func requirePlausibleTimes(_ times: [Instant], field: String) {
    let first = Instant(year: 1990, month: 1, day: 1)
    let end = Instant(year: 2100, month: 1, day: 1)
    for row in times.indices where times[row].isPresent {
      let time = times[row]
      if time.seconds >= first.seconds, time.seconds < end.seconds { continue }
      if time < Instant(year: 0, month: 1, day: 1)
        || time >= Instant(year: 10_000, month: 1, day: 1)
      {
        broke(
          .timeUnit, row: row, field: field,
          "\(field) is \(time.seconds) seconds from 1970, which is no year of four digits")
      } else {
        broke(.timeRange, row: row, field: field, "\(field) is \(text(of: time))")
      }
    }
  }
}

extension TextCells {
  /// The beginning of a text, for a message.
  func excerpt(_ row: Int) -> String {
    let text = text(row)
    return text.utf8.count > 60 ? String(text.prefix(40)) + "…" : text
  }
}

private func absent(_ names: [String]) -> String {
  names.count == 1
    ? "\(names[0]) is null or empty, and the message needs it"
    : "\(names.joined(separator: " and ")) are null or empty; the message needs one of them"
}

private func tooLong(_ field: String, _ bytes: Int, _ limit: Int) -> String {
  "\(field) has \(bytes) bytes; Customer.io takes at most \(limit)"
}

private func text(of time: Instant) -> String {
  let buffer = ByteBuffer()
  buffer.append(iso8601: time)
  return buffer.text
}
