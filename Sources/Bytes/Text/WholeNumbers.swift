extension ByteBuffer {
  /// The cells as integers, when all are plain digits: at most 18, with or without a minus.
  ///
  /// - Returns: zeros and states of 1 (null) or 2 (missing) where there is no cell; no states when all are there;
  ///   nil when one cell is anything else, found no later than at that cell.
  public func wholeNumbers(_ slices: [Slice]) -> (values: [Int64], states: [UInt8])? {
    var values = [Int64](repeating: 0, count: slices.count)
    var states: [UInt8] = []
    let bytes = bytes
    for row in slices.indices {
      let slice = slices[row]
      guard slice.isPresent else {
        if states.isEmpty { states = [UInt8](repeating: 0, count: slices.count) }
        states[row] = slice.isMissing ? 2 : 1
        continue
      }
      let range = slice.range
      var next = range.lowerBound
      let isNegative = next < range.upperBound && bytes[next] == 0x2d
      if isNegative { next &+= 1 }
      let digits = range.upperBound &- next
      guard digits >= 1, digits <= 18 else { return nil }
      var value: Int64 = 0
      while next < range.upperBound {
        let digit = bytes[next] &- 0x30
        guard digit < 10 else { return nil }
        // Below 10 to the 18th, so it cannot overflow.
        value = value &* 10 &+ Int64(digit)
        next &+= 1
      }
      values[row] = isNegative ? 0 &- value : value
    }
    return (values, states)
  }
}
