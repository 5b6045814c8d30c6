import Bytes
import Table

/// Numbers computed with: whole ones checked, decimals exact in 38 digits, doubles as IEEE has them.
enum Arithmetic {
  static func evaluate(
    _ operation: Syntax.Operator, _ left: Column, _ right: Column, _ type: ValueType, _ count: Int,
    _ problems: inout [RowProblem]
  ) -> Column {
    switch type {
    case .integer: integers(operation, left, right, count, &problems)
    case .decimal: decimals(operation, left, right, count, &problems)
    default: doubles(operation, left, right, count, &problems)
    }
  }

  private static func integers(
    _ operation: Syntax.Operator, _ left: Column, _ right: Column, _ count: Int,
    _ problems: inout [RowProblem]
  ) -> Column {
    let (a, hasA) = left.integers(count)
    let (b, hasB) = right.integers(count)
    var values = [Int64](repeating: 0, count: count)
    var presence = Presence.all
    for row in 0..<count {
      guard hasA.isPresent(row), hasB.isPresent(row) else {
        presence.setAbsent(row, count: count)
        continue
      }
      let result: (partialValue: Int64, overflow: Bool)
      switch operation {
      case .add: result = a[row].addingReportingOverflow(b[row])
      case .subtract: result = a[row].subtractingReportingOverflow(b[row])
      case .multiply: result = a[row].multipliedReportingOverflow(by: b[row])
      default:
        if b[row] == 0 {
          problems.append(divisionByZero(row))
          presence.setAbsent(row, count: count)
          continue
        }
        // The least integer by -1 leaves nothing, though its quotient does not fit.
        result = b[row] == -1 ? (0, false) : a[row].remainderReportingOverflow(dividingBy: b[row])
      }
      if result.overflow {
        problems.append(overflow(row, "\(a[row]) \(operation.rawValue) \(b[row])", "64 bits"))
        presence.setAbsent(row, count: count)
      } else {
        values[row] = result.partialValue
      }
    }
    return Column(.integer, .integers(values, presence))
  }

  private static func decimals(
    _ operation: Syntax.Operator, _ left: Column, _ right: Column, _ count: Int,
    _ problems: inout [RowProblem]
  ) -> Column {
    let (a, aSlices) = left.texts(count)
    let (b, bSlices) = right.texts(count)
    let buffer = ByteBuffer(capacity: count * 12)
    var slices: [Slice] = []
    for row in 0..<count {
      guard aSlices[row].isPresent, bSlices[row].isPresent else {
        slices.append(.null)
        continue
      }
      let x = Decimal128(a.bytes(aSlices[row]))
      let y = Decimal128(b.bytes(bSlices[row]))
      if operation == .remainder, y?.mantissa == 0 {
        problems.append(divisionByZero(row))
        slices.append(.null)
        continue
      }
      guard let x, let y, let result = Decimal128.apply(operation, x, y) else {
        let shown = "\(a.text(aSlices[row])) \(operation.rawValue) \(b.text(bSlices[row]))"
        problems.append(overflow(row, shown, "38 digits"))
        slices.append(.null)
        continue
      }
      slices.append(result.append(to: buffer))
    }
    return Column(.decimal, .text(buffer, slices))
  }

  private static func doubles(
    _ operation: Syntax.Operator, _ left: Column, _ right: Column, _ count: Int,
    _ problems: inout [RowProblem]
  ) -> Column {
    let (a, hasA) = left.doubles(count)
    let (b, hasB) = right.doubles(count)
    var values = [Double](repeating: 0, count: count)
    var presence = Presence.all
    for row in 0..<count {
      guard hasA.isPresent(row), hasB.isPresent(row) else {
        presence.setAbsent(row, count: count)
        continue
      }
      let isQuotient = operation == .divide || operation == .remainder
      if isQuotient, b[row] == 0 {
        problems.append(divisionByZero(row))
        presence.setAbsent(row, count: count)
        continue
      }
      let value =
        switch operation {
        case .add: a[row] + b[row]
        case .subtract: a[row] - b[row]
        case .multiply: a[row] * b[row]
        case .divide: a[row] / b[row]
        default: a[row].truncatingRemainder(dividingBy: b[row])
        }
      if value.isFinite {
        values[row] = value
      } else {
        problems.append(overflow(row, "\(a[row]) \(operation.rawValue) \(b[row])", "a double"))
        presence.setAbsent(row, count: count)
      }
    }
    return Column(.double, .doubles(values, presence))
  }

  static func divisionByZero(_ row: Int) -> RowProblem {
    RowProblem(row: row, .divisionByZero, "division by zero")
  }

  static func overflow(_ row: Int, _ shown: String, _ limit: String) -> RowProblem {
    RowProblem(row: row, .arithmeticOverflow, "\(shown) does not fit \(limit)")
  }
}

extension Column {
  /// The values as 64-bit integers; null where they are none.
  func integers(_ count: Int) -> ([Int64], Presence) {
    if case .integers(let values, let presence) = spread(count).values { return (values, presence) }
    let (buffer, slices) = texts(count)
    var values = [Int64](repeating: 0, count: count)
    var presence = Presence.all
    let bytes = buffer.bytes
    for (row, slice) in slices.enumerated() {
      if slice.isPresent, let value = parseInteger(bytes.extracting(slice.range)) {
        values[row] = value
      } else {
        presence.setAbsent(row, count: count)
      }
    }
    return (values, presence)
  }

  /// The values as doubles; null where they are none.
  func doubles(_ count: Int) -> ([Double], Presence) {
    if case .doubles(let values, let presence) = spread(count).values { return (values, presence) }
    if case .integers(let values, let presence) = spread(count).values {
      return (values.map(Double.init), presence)
    }
    let (buffer, slices) = texts(count)
    var values = [Double](repeating: 0, count: count)
    var presence = Presence.all
    for (row, slice) in slices.enumerated() {
      if slice.isPresent, let value = Double(buffer.text(slice)) {
        values[row] = value
      } else {
        presence.setAbsent(row, count: count)
      }
    }
    return (values, presence)
  }
}
