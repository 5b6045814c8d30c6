/// A set of row numbers, a bit each.
struct RowSet: Sendable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

  func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  /// 1 for each row of a range that is in the set, else 0.
  func marks(_ rows: Range<Int>) -> [UInt8] {
    rows.map { UInt8(truncatingIfNeeded: words[$0 >> 6] >> UInt64($0 & 63) & 1) }
  }
}
