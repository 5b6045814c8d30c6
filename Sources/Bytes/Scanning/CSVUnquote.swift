extension ByteBuffer {
  /// The content of a CSV cell: without its outer quotes, and without the escapes within.
  ///
  /// A cell with nothing to take out is the same bytes, narrower; else its content is appended to the buffer.
  public func unquoteCSV(
    _ cell: Slice, delimiter: UInt8, quote: UInt8?, backslash: CSVBackslash
  ) -> Slice {
    var range = cell.range
    var isQuoted = false
    let escapes: Bool
    do {
      let bytes = bytes
      if let quote, range.count >= 2, bytes[range.lowerBound] == quote,
        bytes[range.upperBound - 1] == quote
      {
        isQuoted = true
        range = range.lowerBound + 1..<range.upperBound - 1
      }
      let inner = bytes.extracting(range)
      let quotes = isQuoted ? quote.map { countOf($0, in: inner) } ?? 0 : 0
      escapes =
        (isQuoted || backslash == .everywhere) && backslash != .none && countOf(0x5c, in: inner) > 0
      if quotes == 0, !escapes {
        return Slice(start: range.lowerBound, length: range.count)
      }
    }
    reserve(range.count)
    let start = storedCount
    var next = range.lowerBound
    while next < range.upperBound {
      // SAFETY: next and its successor lie within the range, which lies within the buffer.
      var byte = unsafe base[next]
      if next &+ 1 < range.upperBound {
        let following = unsafe base[next &+ 1]
        let isDoubled = isQuoted && byte == quote && following == quote
        let isEscaped =
          escapes && byte == 0x5c
          && (following == 0x5c || following == quote
            || backslash == .everywhere
              && (following == delimiter || following == 0x0a || following == 0x0d))
        if isDoubled || isEscaped {
          byte = following
          next &+= 1
        }
      }
      append(byte)
      next &+= 1
    }
    return Slice(start: start, length: storedCount - start)
  }
}
