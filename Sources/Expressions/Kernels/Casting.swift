import Bytes
import Table

/// Values as values of another type.
enum Casting {
  private static let cells = CellTypes(
    trueWords: ["true", "t", "yes", "y", "1"], falseWords: ["false", "f", "no", "n", "0"])

  /// - Parameter isTry: what does not fit is null instead of a problem.
  static func cast(
    _ column: Column, to type: ValueType, _ count: Int, isTry: Bool,
    _ problems: inout [RowProblem]
  ) -> Column {
    if case .instants(let instants) = column.spread(count).values, type.isTime {
      return Column(type, .instants(type == .date ? instants.map(\.startOfDay) : instants))
    }
    var found: [RowProblem] = []
    let (buffer, slices) = column.texts(count)
    let result: Column
    switch type {
    case .integer: result = integers(column, buffer, slices, count, &found)
    default:
      // Cells may be rewritten behind the buffer's end, so it must be one that nobody else reads.
      let own = ByteBuffer(capacity: buffer.count)
      let copies = slices.map { own.append($0, of: buffer) }
      result = cells.column(copies, in: own, as: type, named: "", &found)
    }
    if !isTry {
      problems += found.map { problem in
        var problem = problem
        problem.field = nil
        return problem
      }
    }
    guard !found.isEmpty else { return result }
    return result.withNulls(found.map(\.row), count)
  }

  /// Fractions are rounded, halves away from zero, as SQL does.
  private static func integers(
    _ column: Column, _ buffer: ByteBuffer, _ slices: [Slice], _ count: Int,
    _ problems: inout [RowProblem]
  ) -> Column {
    var values = [Int64](repeating: 0, count: count)
    var presence = Presence.all
    let bytes = buffer.bytes
    for (row, slice) in slices.enumerated() {
      guard slice.isPresent else {
        presence.setAbsent(row, missing: slice.isMissing, count: count)
        continue
      }
      let text = bytes.extracting(slice.range)
      if let value = parseInteger(text) {
        values[row] = value
      } else if numberShape(text) != .none, let decimal = Decimal128(text)?.rounded(to: 0),
        let value = Int64(exactly: decimal.mantissa)
      {
        values[row] = value
      } else {
        presence.setAbsent(row, count: count)
        problems.append(
          RowProblem(row: row, .notAnInteger, "\"\(buffer.text(slice))\" is not a 64-bit integer"))
      }
    }
    return Column(.integer, .integers(values, presence))
  }

  /// Any value as JSON text.
  ///
  /// - Parameter isText: whether a text is the content of a JSON string; else it is read as JSON.
  static func json(
    _ column: Column, _ count: Int, isText: Bool, _ problems: inout [RowProblem]
  ) -> Column {
    let plain = column.spread(count)
    if case .json = plain.values { return plain }
    if plain.type == .string, !isText {
      return cast(plain, to: .json, count, isTry: false, &problems)
    }
    let (buffer, slices) = plain.texts(count)
    guard plain.type == .string || plain.type.isTime else {
      return Column(.json, .json(buffer, slices))
    }
    let quoted = ByteBuffer(capacity: count * 28)
    let strings = slices.map { slice -> Slice in
      guard slice.isPresent else { return slice }
      let start = quoted.count
      quoted.append(jsonString: slice, of: buffer)
      return Slice(start: start, length: quoted.count - start)
    }
    return Column(.json, .json(quoted, strings))
  }

  /// The content of JSON strings; null for other values.
  static func jsonStrings(_ column: Column, _ count: Int) -> Column {
    guard case .json(let buffer, let slices) = column.spread(count).values else {
      let (buffer, slices) = column.texts(count)
      return Column(.string, .text(buffer, slices))
    }
    let bytes = buffer.bytes
    let strings = slices.map { slice in
      slice.isPresent && bytes[slice.range.lowerBound] != 0x22 ? Slice.null : slice
    }
    let (texts, found) = Column(.json, .json(buffer, strings)).texts(count)
    return Column(.string, .text(texts, found))
  }

  /// The times in JSON strings; null for other values.
  static func jsonTimes(_ column: Column, _ type: ValueType, _ count: Int) -> Column {
    var unread: [RowProblem] = []
    return cast(jsonStrings(column, count), to: type, count, isTry: true, &unread)
  }

  /// JSON numbers; null for other values.
  static func jsonNumbers(_ column: Column, _ count: Int) -> Column {
    guard case .json(let buffer, let slices) = column.spread(count).values else { return column }
    let bytes = buffer.bytes
    let numbers = slices.map { slice in
      guard slice.isPresent else { return slice }
      let first = bytes[slice.range.lowerBound]
      return first == 0x2d || first &- 0x30 < 10 ? slice : Slice.null
    }
    return Column(.decimal, .text(buffer, numbers))
  }
}

extension Column {
  /// The same column with nulls in some rows.
  func withNulls(_ rows: [Int], _ count: Int) -> Column {
    var column = spread(count)
    switch column.values {
    case .text(let buffer, var slices):
      for row in rows { slices[row] = .null }
      column.values = .text(buffer, slices)
    case .json(let buffer, var slices):
      for row in rows { slices[row] = .null }
      column.values = .json(buffer, slices)
    case .integers(let values, var presence):
      for row in rows { presence.setAbsent(row, count: count) }
      column.values = .integers(values, presence)
    case .doubles(let values, var presence):
      for row in rows { presence.setAbsent(row, count: count) }
      column.values = .doubles(values, presence)
    case .booleans(var truths):
      for row in rows { truths[row] = .null }
      column.values = .booleans(truths)
    case .instants(var instants):
      for row in rows { instants[row] = .null }
      column.values = .instants(instants)
    case .pruned, .constant: break
    }
    return column
  }
}
