import Bytes
import Table

/// Comparing JSON with JSON: strings by what they mean, numbers exactly, truths; lists and objects as written.
enum JSONOrder {
  private enum Kind {
    case string, number, truth, nested

    init(_ first: UInt8) {
      switch first {
      case 0x22: self = .string
      case 0x74, 0x66: self = .truth
      case 0x7b, 0x5b: self = .nested
      default: self = .number
      }
    }
  }

  static func orders(_ left: Column, _ right: Column, _ count: Int) -> [Int8] {
    guard case .json(let a, let aSlices) = left.values,
      case .json(let b, let bSlices) = right.values
    else { return [Int8](repeating: Comparison.absent, count: count) }
    let (aBytes, bBytes) = (a.bytes, b.bytes)
    var orders = [Int8](repeating: Comparison.absent, count: count)
    var strings: [UInt32] = []
    var numbers: [UInt32] = []
    for row in 0..<count where aSlices[row].isPresent && bSlices[row].isPresent {
      let kind = Kind(aBytes[aSlices[row].range.lowerBound])
      guard kind == Kind(bBytes[bSlices[row].range.lowerBound]) else {
        orders[row] = Comparison.unordered
        continue
      }
      switch kind {
      case .string: strings.append(UInt32(row))
      case .number: numbers.append(UInt32(row))
      case .truth, .nested:
        // `false` comes before `true` by its bytes too.
        orders[row] = Comparison.sign(a.compare(aSlices[row].range, b, bSlices[row].range))
      }
    }
    place(strings, .text, left, right, &orders) { Casting.jsonStrings($0, $1) }
    place(numbers, .number, left, right, &orders) { Casting.jsonNumbers($0, $1) }
    return orders
  }

  /// Compares some of the rows as another kind.
  private static func place(
    _ rows: [UInt32], _ mode: CompareMode, _ left: Column, _ right: Column, _ orders: inout [Int8],
    _ converted: (Column, Int) -> Column
  ) {
    if rows.isEmpty { return }
    let found = Comparison.orders(
      mode, converted(left.gathered(rows), rows.count), converted(right.gathered(rows), rows.count),
      rows.count)
    for (index, row) in rows.enumerated() { orders[Int(row)] = found[index] }
  }
}
