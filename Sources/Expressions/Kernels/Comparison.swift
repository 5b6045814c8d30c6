import Bytes
import Table

/// Comparing two columns row by row.
enum Comparison {
  /// The order of a row that has no value on one side.
  static let absent: Int8 = 2
  /// The order of a row with two values of which neither comes first: a JSON number and a text.
  static let unordered: Int8 = 3

  /// One side: its values in the other side's kind, and the JSON values that they were.
  struct Operand {
    let column: Column
    private let json: Column?

    init(_ kernel: Kernel, _ batch: Batch, _ problems: inout [RowProblem]) {
      switch kernel {
      case .jsonStrings(let inner):
        let json = inner.evaluate(batch, &problems).spread(batch.rowCount)
        (self.json, column) = (json, Casting.jsonStrings(json, batch.rowCount))
      case .jsonNumbers(let inner):
        let json = inner.evaluate(batch, &problems).spread(batch.rowCount)
        (self.json, column) = (json, Casting.jsonNumbers(json, batch.rowCount))
      case .jsonTruths(let inner):
        let json = inner.evaluate(batch, &problems).spread(batch.rowCount)
        (self.json, column) = (json, Column(.boolean, .booleans(json.truths(batch.rowCount))))
      case .jsonTimes(let inner, let type):
        let json = inner.evaluate(batch, &problems).spread(batch.rowCount)
        (self.json, column) = (json, Casting.jsonTimes(json, type, batch.rowCount))
      default: (json, column) = (nil, kernel.evaluate(batch, &problems))
      }
    }

    var isJSON: Bool { json != nil }
    func isPresent(_ row: Int) -> Bool { (json ?? column).isPresent(row) }
    /// Whether there is a JSON value, of another kind than that of the other side.
    func isOtherKind(_ row: Int) -> Bool { json?.isPresent(row) == true && !column.isPresent(row) }
  }

  /// Both sides of a comparison.
  struct Pair {
    let left: Operand
    let right: Operand
    let count: Int

    init(_ left: Kernel, _ right: Kernel, _ batch: Batch, _ problems: inout [RowProblem]) {
      self.left = Operand(left, batch, &problems)
      self.right = Operand(right, batch, &problems)
      count = batch.rowCount
    }

    func orders(_ mode: CompareMode) -> [Int8] {
      var orders = Comparison.orders(mode, left.column, right.column, count)
      guard left.isJSON || right.isJSON else { return orders }
      for row in 0..<count where orders[row] == absent {
        if left.isPresent(row), right.isPresent(row) { orders[row] = unordered }
      }
      return orders
    }

    func distinct(_ mode: CompareMode, isNegated: Bool) -> [Truth] {
      let orders = orders(mode)
      return (0..<count).map { row in
        let isDistinct =
          orders[row] == absent
          ? left.isPresent(row) != right.isPresent(row) : orders[row] != 0
        return Truth(isDistinct != isNegated)
      }
    }
  }

  /// -1, 0 or 1 a row; ``absent`` where a side is null.
  static func orders(
    _ mode: CompareMode, _ left: Column, _ right: Column, _ count: Int
  ) -> [Int8] {
    switch mode {
    case .text: texts(left, right, count)
    case .number: NumberOrder.orders(left, right, count)
    case .time: times(left.spread(count), right.spread(count), count)
    case .truth: truths(left.truths(count), right.truths(count))
    case .json: JSONOrder.orders(left.spread(count), right.spread(count), count)
    }
  }

  static func truths(_ orders: [Int8], _ operation: Syntax.Operator) -> [Truth] {
    // Indexed by the order plus one: less, equal, greater, absent, unordered.
    let table: [Truth] =
      switch operation {
      case .equal: [.no, .yes, .no, .null, .no]
      case .notEqual: [.yes, .no, .yes, .null, .yes]
      case .less: [.yes, .no, .no, .null, .null]
      case .lessOrEqual: [.yes, .yes, .no, .null, .null]
      case .greater: [.no, .no, .yes, .null, .null]
      case .greaterOrEqual: [.no, .yes, .yes, .null, .null]
      default: [.null, .null, .null, .null, .null]
      }
    return orders.map { table[Int($0) + 1] }
  }

  private static func texts(_ left: Column, _ right: Column, _ count: Int) -> [Int8] {
    if case .constant(.text(let text), _) = right.values {
      let (buffer, slices) = left.texts(count)
      return buffer.orders(slices, to: Array(text.utf8))
    }
    if case .constant(.text(let text), _) = left.values {
      let (buffer, slices) = right.texts(count)
      return buffer.orders(slices, to: Array(text.utf8)).map { $0 == absent ? $0 : -$0 }
    }
    let (a, aSlices) = left.texts(count)
    let (b, bSlices) = right.texts(count)
    return (0..<count).map { row in
      guard aSlices[row].isPresent, bSlices[row].isPresent else { return absent }
      return sign(a.compare(aSlices[row].range, b, bSlices[row].range))
    }
  }

  private static func times(_ left: Column, _ right: Column, _ count: Int) -> [Int8] {
    guard case .instants(let a) = left.values, case .instants(let b) = right.values else {
      return [Int8](repeating: absent, count: count)
    }
    return (0..<count).map { row in
      guard a[row].isPresent, b[row].isPresent else { return absent }
      return a[row] < b[row] ? -1 : b[row] < a[row] ? 1 : 0
    }
  }

  private static func truths(_ left: [Truth], _ right: [Truth]) -> [Int8] {
    zip(left, right).map { a, b in
      guard a.isPresent, b.isPresent else { return absent }
      return a == b ? 0 : a == .no ? -1 : 1
    }
  }

  static func sign(_ order: Int) -> Int8 { order < 0 ? -1 : order > 0 ? 1 : 0 }
}
