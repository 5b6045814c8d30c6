import Bytes

/// Turns the cells of a column into its declared type; what does not fit is a row's problem.
public struct CellTypes: Sendable {
  private let zoneOffset: Int
  private let trueWords: [[UInt8]]
  private let falseWords: [[UInt8]]

  /// - Parameter zoneOffset: seconds east of UTC of a time without a zone.
  public init(zoneOffset: Int = 0, trueWords: [String], falseWords: [String]) {
    self.zoneOffset = zoneOffset
    self.trueWords = trueWords.map { Array($0.lowercased().utf8) }
    self.falseWords = falseWords.map { Array($0.lowercased().utf8) }
  }

  /// - Parameter slices: cells of text in `buffer`, which may grow by rewritten numbers.
  public func column(
    _ slices: [Slice], in buffer: ByteBuffer, as type: ValueType, named name: String,
    _ problems: inout [RowProblem]
  ) -> Column {
    var failures: [Int] = []
    let column: Column
    switch type {
    case .string:
      return Column(.string, .text(buffer, slices))
    case .integer, .decimal, .double:
      column = numbers(slices, buffer, type, &failures)
    case .boolean:
      column = truths(slices, buffer, &failures)
    case .date, .timestamp:
      let parsed = parseInstants(slices, in: buffer, offset: type == .date ? 0 : zoneOffset)
      failures = parsed.failures
      let values = type == .date ? parsed.instants.map(\.startOfDay) : parsed.instants
      column = Column(type, .instants(values))
    case .json:
      var values = slices
      failures = checkJSON(&values, in: buffer)
      column = Column(.json, .json(buffer, values))
    }
    for row in failures {
      problems.append(
        RowProblem(
          row: row, CellTypes.code(type),
          "\"\(excerpt(slices[row], buffer))\" is not \(CellTypes.article(type))", field: name))
    }
    return column
  }

  private func numbers(
    _ slices: [Slice], _ buffer: ByteBuffer, _ type: ValueType, _ failures: inout [Int]
  ) -> Column {
    var slices = slices
    var loose: [Int] = []
    do {
      let bytes = buffer.bytes
      for row in slices.indices where slices[row].isPresent {
        let text = bytes.extracting(slices[row].range)
        switch numberShape(text) {
        case .integer:
          if type == .integer, text.count > 18, parseInteger(text) == nil { failures.append(row) }
        case .fraction: if type == .integer { failures.append(row) }
        case .loose:
          if type == .integer, parseInteger(text) == nil {
            failures.append(row)
          } else {
            loose.append(row)
          }
        case .none: failures.append(row)
        }
      }
    }
    for row in loose {
      let text = ByteBuffer(capacity: slices[row].count)
      let copy = text.append(slices[row], of: buffer)
      slices[row] = appendCanonicalNumber(text.bytes(copy), to: buffer)
    }
    return Column(type, .text(buffer, slices))
  }

  private func truths(_ slices: [Slice], _ buffer: ByteBuffer, _ failures: inout [Int]) -> Column {
    var truths: [Truth] = []
    truths.reserveCapacity(slices.count)
    let bytes = buffer.bytes
    for (row, slice) in slices.enumerated() {
      guard slice.isPresent else {
        truths.append(slice.isMissing ? .missing : .null)
        continue
      }
      let text = bytes.extracting(slice.range)
      if matches(text, trueWords) {
        truths.append(.yes)
      } else if matches(text, falseWords) {
        truths.append(.no)
      } else {
        truths.append(.null)
        failures.append(row)
      }
    }
    return Column(.boolean, .booleans(truths))
  }

  private func matches(_ text: Span<UInt8>, _ words: [[UInt8]]) -> Bool {
    for word in words where word.count == text.count {
      var isEqual = true
      for index in word.indices {
        let byte = text[index]
        let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
        if lower != word[index] {
          isEqual = false
          break
        }
      }
      if isEqual { return true }
    }
    return false
  }

  private func excerpt(_ slice: Slice, _ buffer: ByteBuffer) -> String {
    var length = min(slice.count, 60)
    let isShortened = length < slice.count
    // Not amid a character.
    while isShortened, length > 56, buffer.bytes(slice)[length] & 0xc0 == 0x80 { length -= 1 }
    return buffer.text(Slice(start: slice.range.lowerBound, length: length))
      + (isShortened ? "…" : "")
  }

  static func code(_ type: ValueType) -> ProblemCode {
    switch type {
    case .integer: .notAnInteger
    case .decimal: .notADecimal
    case .double: .notADouble
    case .boolean: .notABoolean
    case .date: .notADate
    case .timestamp: .notATimestamp
    case .json, .string: .notJSON
    }
  }

  static func article(_ type: ValueType) -> String {
    switch type {
    case .integer: "a 64-bit integer"
    case .decimal: "a decimal number"
    case .double: "a number"
    case .boolean: "a boolean"
    case .date: "a date"
    case .timestamp: "a timestamp"
    case .json, .string: "valid JSON"
    }
  }
}

extension Instant {
  /// The moment its day begins in UTC; null and missing stay what they are.
  public var startOfDay: Instant {
    guard isPresent else { return self }
    let ofDay = seconds % 86_400
    let (start, overflow) = seconds.subtractingReportingOverflow(ofDay < 0 ? ofDay + 86_400 : ofDay)
    return Instant(seconds: overflow ? .min : start)
  }
}
