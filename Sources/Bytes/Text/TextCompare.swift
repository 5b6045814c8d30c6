extension ByteBuffer {
  /// 1 for each cell that is one of some texts, else 0; long lists are searched by halves.
  public func matches(_ slices: [Slice], anyOf texts: [[UInt8]]) -> [UInt8] {
    let list = ByteBuffer(capacity: texts.reduce(64) { $0 + $1.count })
    var ranges: [Range<Int>] = []
    for text in texts {
      ranges.append(list.count..<list.count + text.count)
      list.append(text)
    }
    if ranges.count > ByteBuffer.longestScannedList {
      ranges.sort { list.compare($0, list, $1) < 0 }
      return slices.map { $0.isPresent && isOne($0.range, of: ranges, in: list) ? 1 : 0 }
    }
    return slices.map { slice in
      for range in ranges where range.count == slice.count {
        if slice.isPresent, equals(slice.range, list, range) { return 1 }
      }
      return 0
    }
  }

  /// Beyond this many texts halving is faster than looking at each.
  private static let longestScannedList = 12

  private func isOne(_ cell: Range<Int>, of ranges: [Range<Int>], in list: ByteBuffer) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low &+ high) / 2
      let order = compare(cell, list, ranges[middle])
      if order == 0 { return true }
      if order < 0 { high = middle } else { low = middle &+ 1 }
    }
    return false
  }

  /// The byte order of each cell against one text: -1, 0, 1; 2 for absent cells.
  public func orders(_ slices: [Slice], to text: [UInt8]) -> [Int8] {
    let other = ByteBuffer(capacity: text.count)
    other.append(text)
    return slices.map { slice in
      guard slice.isPresent else { return 2 }
      let order = compare(slice.range, other, 0..<text.count)
      return order < 0 ? -1 : order > 0 ? 1 : 0
    }
  }
}
