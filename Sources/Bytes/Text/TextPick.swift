extension ByteBuffer {
  /// Appends, row by row, the cell of one of several columns, in one pass over bytes that are counted first.
  ///
  /// - Parameter choice: the column's number a row; null where it is negative.
  /// - Returns: where the cells went; absent cells stay absent.
  public func append(
    picking choice: [Int32], from sources: [(buffer: ByteBuffer, slices: [Slice])]
  ) -> [Slice] {
    var picked = [Slice](repeating: .null, count: choice.count)
    var total = 0
    for (number, source) in sources.enumerated() {
      let limit = source.buffer.storedCount
      for (row, slice) in source.slices.enumerated() where choice[row] == Int32(number) {
        precondition(slice.range.upperBound <= limit, "slice outside of its buffer")
        picked[row] = slice
        total &+= slice.count
      }
    }
    reserve(total)
    var next = storedCount
    let bases = unsafe sources.map { unsafe UnsafePointer($0.buffer.base) }
    for row in picked.indices where picked[row].isPresent {
      let slice = picked[row]
      // SAFETY: a present slice was checked against the buffer of its source; room was made for all.
      unsafe (base + next).update(
        from: bases[Int(choice[row])] + slice.range.lowerBound, count: slice.count)
      picked[row] = Slice(start: next, length: slice.count)
      next &+= slice.count
    }
    storedCount = next
    return picked
  }

  /// Appends, row by row, the cells of several columns one behind the other.
  ///
  /// - Returns: one text a row, null where a part is absent.
  public func append(
    joining parts: [(buffer: ByteBuffer, slices: [Slice])], rows count: Int
  ) -> [Slice] {
    var sizes = [Int](repeating: 0, count: count)
    for part in parts {
      let limit = part.buffer.storedCount
      for row in 0..<count {
        let slice = part.slices[row]
        precondition(slice.range.upperBound <= limit, "slice outside of its buffer")
        sizes[row] = slice.isPresent && sizes[row] >= 0 ? sizes[row] &+ slice.count : -1
      }
    }
    var joined = [Slice](repeating: .null, count: count)
    var starts = [Int](repeating: 0, count: count)
    var end = storedCount
    for row in 0..<count where sizes[row] >= 0 {
      joined[row] = Slice(start: end, length: sizes[row])
      starts[row] = end
      end &+= sizes[row]
    }
    reserve(end - storedCount)
    for part in parts {
      let from = unsafe UnsafePointer(part.buffer.base)
      for row in 0..<count where sizes[row] >= 0 {
        let slice = part.slices[row]
        // SAFETY: every slice was checked above, and each row has room for the sum of its parts.
        unsafe (base + starts[row]).update(from: from + slice.range.lowerBound, count: slice.count)
        starts[row] &+= slice.count
      }
    }
    storedCount = end
    return joined
  }
}
