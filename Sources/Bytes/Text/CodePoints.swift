extension ByteBuffer {
  /// How many code points each cell has; 0 for absent cells.
  public func codePointCounts(_ slices: [Slice]) -> [Int64] {
    let bytes = bytes
    return slices.map { slice in countOfCodePoints(bytes.extracting(slice.range)) }
  }

  /// A part of each cell by code points, as slices of this buffer: SQL's `substr`.
  ///
  /// - Parameters:
  ///   - starts: from 1; negative ones count from the end.
  ///   - lengths: how many; all that follow where it is nil.
  public func codePoints(
    of slices: [Slice], from starts: [Int64], lengths: [Int64]?
  ) -> [Slice] {
    let bytes = bytes
    return slices.indices.map { row in
      let slice = slices[row]
      guard slice.isPresent else { return .null }
      let text = bytes.extracting(slice.range)
      let asked = starts[row]
      let from =
        asked > 0 ? asked &- 1 : asked < 0 ? countOfCodePoints(text) &+ asked : -1
      let end: Int64
      if let lengths {
        let (sum, overflow) = from.addingReportingOverflow(max(0, lengths[row]))
        end = overflow ? .max : sum
      } else {
        end = .max
      }
      let low = max(0, from)
      guard end > low else { return .empty }
      let first = byteOffset(low, in: text, from: 0)
      let last = byteOffset(end &- low, in: text, from: first)
      return Slice(start: slice.range.lowerBound &+ first, length: last &- first)
    }
  }
}

/// Bytes that do not continue a code point.
@inline(__always)
private func countOfCodePoints(_ text: Span<UInt8>) -> Int64 {
  var count: Int64 = 0
  for index in text.indices where text[index] & 0xc0 != 0x80 { count &+= 1 }
  return count
}

/// The byte that many code points further on, or the end.
@inline(__always)
private func byteOffset(_ points: Int64, in text: Span<UInt8>, from start: Int) -> Int {
  var at = start
  var left = points
  while left > 0, at < text.count {
    at &+= 1
    while at < text.count, text[at] & 0xc0 == 0x80 { at &+= 1 }
    left &-= 1
  }
  return at
}
