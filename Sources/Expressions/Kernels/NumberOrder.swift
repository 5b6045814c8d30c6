import Bytes
import Table

/// Comparing numbers exactly, however they are held.
///
/// Whole numbers of up to 18 digits are compared as 64-bit integers, also where they are held as text. Where one
/// cell is anything else, the column is compared by ``DecimalKey``: bytes in numeric order, exact at any size.
/// What is constant is brought to either form once a batch.
enum NumberOrder {
  /// One side as 64-bit integers.
  private enum Whole {
    case constant(Int64)
    case values([Int64], Presence)

    init?(_ column: Column) {
      switch column.values {
      case .constant(.integer(let number), _): self = .constant(number)
      case .integers(let values, let presence): self = .values(values, presence)
      case .text(let buffer, let slices):
        guard let found = buffer.wholeNumbers(slices) else { return nil }
        self = .values(found.values, Presence(states: found.states))
      case .pruned, .json, .doubles, .booleans, .instants, .constant: return nil
      }
    }
  }

  /// -1, 0 or 1 a row; ``Comparison/absent`` where a side is null.
  static func orders(_ left: Column, _ right: Column, _ count: Int) -> [Int8] {
    if case .constant = left.values, case .constant = right.values {
      return keyOrders(left.spread(count), right.spread(count), count)
    }
    guard let a = Whole(left), let b = Whole(right) else { return keyOrders(left, right, count) }
    switch (a, b) {
    case (.values(let a, let hasA), .values(let b, let hasB)):
      return (0..<count).map { row in
        hasA.isPresent(row) && hasB.isPresent(row) ? order(a[row], b[row]) : Comparison.absent
      }
    case (.values(let a, let hasA), .constant(let b)):
      return (0..<count).map { hasA.isPresent($0) ? order(a[$0], b) : Comparison.absent }
    case (.constant(let a), .values(let b, let hasB)):
      return (0..<count).map { hasB.isPresent($0) ? order(a, b[$0]) : Comparison.absent }
    case (.constant(let a), .constant(let b)):
      return [Int8](repeating: order(a, b), count: count)
    }
  }

  private static func order(_ a: Int64, _ b: Int64) -> Int8 { a < b ? -1 : a > b ? 1 : 0 }

  private static func keyOrders(_ left: Column, _ right: Column, _ count: Int) -> [Int8] {
    let (a, aKeys) = keys(left, count)
    let (b, bKeys) = keys(right, count)
    return (0..<count).map { row in
      guard aKeys[row].isPresent, bKeys[row].isPresent else { return Comparison.absent }
      return Comparison.sign(a.compare(aKeys[row].range, b, bKeys[row].range))
    }
  }

  /// Numbers in a form in which bytes are in numeric order.
  static func keys(_ column: Column, _ count: Int) -> (ByteBuffer, [Slice]) {
    if case .constant(let value, _) = column.values {
      let (buffer, slices) = keys(Column(column.type, .constant(value, 1)).spread(1), 1)
      return (buffer, [Slice](repeating: slices[0], count: count))
    }
    let (texts, slices) = column.texts(count)
    return DecimalKey.keys(of: slices, in: texts)
  }
}
