import Bytes
import CustomerIO
import Table

// Checks of one field over all rows of a chunk.
extension ChunkCheck {
  /// Tests what a person, visitor or object is known by.
  mutating func identifiers(_ cells: FieldCells, _ field: String, _ code: RuleCode) {
    let limit = limit(code)
    for row in cells.slices.indices where cells.firsts[row] != 0 {
      switch cells.firsts[row] {
      case 0x7b, 0x5b, 0x74, 0x66:
        broke(
          .identifierShape, row, field,
          "\(field) is a JSON object, array or truth; expected a text or a number")
      default: break
      }
      let count = cells.slices[row].count
      if count > limit {
        broke(code, row, field, "\(field) has \(count) bytes; Customer.io takes at most \(limit)")
      }
    }
  }

  /// Tests the size of names of pages and screens.
  mutating func names(_ cells: FieldCells, _ field: String) {
    let limit = limit(.eventNameSize)
    for row in cells.slices.indices where cells.slices[row].count > limit {
      broke(
        .eventNameSize, row, field,
        "\(field) has \(cells.slices[row].count) bytes; Customer.io takes at most \(limit)")
    }
  }

  mutating func emails(_ cells: FieldCells, _ field: String) {
    for row in cells.buffer.rows(of: cells.slices, without: .email, isEmailAddress) {
      broke(.email, row, field, "\(field) is \"\(cells.shown(row))\", which is no e-mail address")
    }
  }

  mutating func phones(_ cells: FieldCells, _ field: String) {
    for row in cells.buffer.rows(of: cells.slices, without: .phone, isPhoneNumber) {
      broke(
        .phone, row, field, "\(field) is \"\(cells.shown(row))\"; expected + and up to 15 digits")
    }
  }

  mutating func objectTypes(_ cells: FieldCells, _ field: String) {
    let bytes = cells.buffer.bytes
    for row in cells.slices.indices where cells.firsts[row] != 0 {
      let text = bytes.extracting(cells.slices[row].range)
      if isObjectType(text) { continue }
      broke(
        .objectType, row, field,
        "\(field) is \"\(cells.shown(row))\"; expected a positive integer such as \"1\"")
    }
  }

  /// JSON objects, as such or as a text that is one.
  mutating func objects(_ cells: FieldCells, _ field: String) {
    let bytes = cells.buffer.bytes
    for row in cells.slices.indices where cells.firsts[row] != 0 {
      let slice = cells.slices[row]
      switch cells.firsts[row] {
      case 0x7b: continue
      case 0x22:
        let text = bytes.extracting(slice.range)
        if slice.count == 0 { continue }
        if !subject.isTyped, text[0] == 0x7b, jsonFault(text) == nil { continue }
      default: break
      }
      broke(.relationshipShape, row, field, "\(field) is not a JSON object")
    }
  }

  /// Whether each row has a value of at least one byte in one of the fields.
  mutating func require(_ fields: [(name: String, cells: FieldCells?)]) {
    for row in rows.indices {
      if fields.contains(where: { $0.cells?.isFilled(row) == true }) { continue }
      missing(fields.map(\.name), row)
    }
  }

  mutating func missing(_ names: [String], _ row: Int) {
    fault(
      .requiredFieldNull, row, names[0],
      names.count == 1
        ? "\(names[0]) is null or empty, and the message needs it"
        : "\(names.joined(separator: " and ")) are null or empty; the message needs one of them")
  }

  /// Reads moments in the form that the wire form has, and tests that they are plausible.
  mutating func moments(_ cells: FieldCells, _ field: String) {
    let bytes = cells.buffer.bytes
    for row in cells.slices.indices where cells.isFilled(row) {
      let text = bytes.extracting(cells.slices[row].range)
      let isText = cells.firsts[row] == 0x22
      switch subject.wire {
      case .track, .csvImport:
        guard let seconds = parseInteger(text), isText == (subject.wire == .csvImport) else {
          broke(
            .unreadableTime, row, field,
            "\(field) is \"\(cells.shown(row))\"; expected a whole number of Unix seconds")
          continue
        }
        plausible(Instant(seconds: seconds), row, field)
      case .pipelines:
        guard isText, let time = parseInstant(text), text.count == 10 || text[10] | 0x20 == 0x74
        else {
          broke(
            .unreadableTime, row, field,
            "\(field) is \"\(cells.shown(row))\"; expected ISO 8601 such as 2025-01-15T10:30:00Z")
          continue
        }
        plausible(time, row, field)
      case .reverseETL, nil:
        if let time = parseInstant(text) {
          plausible(time, row, field)
        } else if let seconds = parseInteger(text) {
          plausible(Instant(seconds: seconds), row, field)
        } else {
          broke(
            .unreadableTime, row, field,
            "\(field) is \"\(cells.shown(row))\", which is no time that Sluice reads")
        }
      }
    }
  }

  private static let firstPlausible = Instant(year: 1990, month: 1, day: 1)
  private static let endOfPlausible = Instant(year: 2100, month: 1, day: 1)
  private static let firstYear = Instant(year: 0, month: 1, day: 1)

  private mutating func plausible(_ time: Instant, _ row: Int, _ field: String) {
    if time >= ChunkCheck.firstPlausible, time < ChunkCheck.endOfPlausible {
      times.note(time)
      return
    }
    let end = Instant(year: limit(.timeUnit) + 1, month: 1, day: 1)
    if time < ChunkCheck.firstYear || time >= end {
      broke(
        .timeUnit, row, field,
        "\(field) is \(time.seconds) seconds from 1970, which is no year of four digits")
    } else {
      times.note(time)
      let year = year(of: time)
      broke(.timeRange, row, field, "\(field) lies in the year \(year)")
    }
  }

  private func year(of time: Instant) -> Int {
    let days = time.seconds >= 0 ? time.seconds / 86_400 : (time.seconds - 86_399) / 86_400
    return civilDate(daysSinceEpoch: days).year
  }
}

/// Whether a text is the number of an object type: a positive integer of plain digits.
func isObjectType(_ text: Span<UInt8>) -> Bool {
  guard let number = parseInteger(text), number > 0 else { return false }
  return text[0] != 0x30 && text[0] != 0x2b
}
