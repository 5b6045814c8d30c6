import CSluice

extension ByteBuffer {
  /// The content of the JSON strings among checked values as text; others stay as they are.
  ///
  /// What has no escape stays where it is; the content of the others is appended to the buffer.
  public func unescapeJSON(_ values: inout [Slice]) {
    for row in unquoteJSON(&values) { values[Int(row)] = unescapeJSON(values[Int(row)]) }
  }

  /// The same for a buffer that others may read: if a string has an escape, all cells are copied to a new one.
  public func unescapedJSON(_ values: [Slice]) -> (buffer: ByteBuffer, slices: [Slice]) {
    var slices = values
    let escaped = unquoteJSON(&slices)
    if escaped.isEmpty { return (self, slices) }
    let copy = ByteBuffer(capacity: slices.count * 32)
    for row in slices.indices { slices[row] = copy.append(slices[row], of: self) }
    for row in escaped { slices[Int(row)] = copy.unescapeJSON(slices[Int(row)]) }
    return (copy, slices)
  }

  /// Takes the quotes off the strings that have no escape.
  ///
  /// - Returns: the rows of the others.
  private func unquoteJSON(_ values: inout [Slice]) -> [UInt32] {
    checkWithin(values)
    return unsafe [UInt32](unsafeUninitializedCapacity: values.count) { escaped, count in
      unsafe values.withUnsafeMutableBytes { values in
        // SAFETY: Slice has the layout of sluice_slice, every value lies in the buffer, and the list has room for a row
        // each.
        count = unsafe sluice_json_unquote(
          base, values.baseAddress?.assumingMemoryBound(to: sluice_slice.self),
          values.count / MemoryLayout<Slice>.stride, escaped.baseAddress)
      }
    }
  }

  /// The content of a JSON string (with its quotes) as text.
  ///
  /// Without an escape it is the same bytes, narrower; else the content is appended to the buffer. The string has
  /// been checked. Half of a surrogate pair becomes U+FFFD, since text is UTF-8.
  public func unescapeJSON(_ cell: Slice) -> Slice {
    guard cell.count >= 2 else { return cell }
    let inner = Slice(start: cell.range.lowerBound + 1, length: cell.count - 2)
    if countOf(0x5c, in: bytes(inner)) == 0 { return inner }
    reserve(inner.count)
    let start = storedCount
    var next = inner.range.lowerBound
    let end = inner.range.upperBound
    while next < end {
      let byte = at(next)
      guard byte == 0x5c, next &+ 1 < end else {
        append(byte)
        next &+= 1
        continue
      }
      let escape = at(next &+ 1)
      next &+= 2
      switch escape {
      case 0x62: append(0x08)
      case 0x66: append(0x0c)
      case 0x6e: append(0x0a)
      case 0x72: append(0x0d)
      case 0x74: append(0x09)
      case 0x75:
        var unit = hexUnit(next, end)
        next &+= 4
        if unit & 0xfc00 == 0xd800, next &+ 6 <= end, at(next) == 0x5c, at(next &+ 1) == 0x75 {
          let low = hexUnit(next &+ 2, end)
          if low & 0xfc00 == 0xdc00 {
            unit = 0x10000 + (unit & 0x3ff) << 10 + low & 0x3ff
            next &+= 6
          }
        }
        append(scalar: Unicode.Scalar(unit) ?? "\u{FFFD}")
      default: append(escape)
      }
    }
    return Slice(start: start, length: storedCount - start)
  }

  @inline(__always)
  private func at(_ index: Int) -> UInt8 {
    // SAFETY: callers stay below the end of a slice that `bytes(_:)` has checked.
    unsafe base[index]
  }

  private func hexUnit(_ index: Int, _ end: Int) -> UInt32 {
    guard index + 4 <= end else { return 0xfffd }
    var unit: UInt32 = 0
    for offset in 0..<4 {
      let byte = at(index + offset)
      unit = unit << 4 | UInt32(byte < 0x3a ? byte &- 0x30 : (byte | 0x20) &- 0x57) & 15
    }
    return unit
  }

  private func append(scalar: Unicode.Scalar) {
    if let encoded = UTF8.encode(scalar) { for byte in encoded { append(byte) } }
  }
}
