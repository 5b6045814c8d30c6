/// One change to a cell's text; several are made in one pass over a column.
public enum TextStep: Sendable, Equatable {
  /// Unicode's lower case; ASCII is done eight bytes at a time.
  case lower
  case upper
  /// Blanks (U+0020) off both ends, as SQL's TRIM.
  case trim
  case trimLeft
  case trimRight
  /// All white space off both ends.
  case strip
}

extension ByteBuffer {
  /// Applies steps to a column's cells, in their order.
  ///
  /// - Returns: slices of this buffer when the steps only cut, else of a new one; absent cells stay absent.
  public func applying(
    _ steps: [TextStep], to slices: [Slice]
  ) -> (buffer: ByteBuffer, slices: [Slice]) {
    var slices = slices
    var source = self
    for step in steps {
      switch step {
      case .lower: (source, slices) = source.cased(slices, isLower: true)
      case .upper: (source, slices) = source.cased(slices, isLower: false)
      case .trim: slices = source.trimmed(slices, left: true, right: true, isBlank)
      case .trimLeft: slices = source.trimmed(slices, left: true, right: false, isBlank)
      case .trimRight: slices = source.trimmed(slices, left: false, right: true, isBlank)
      case .strip: slices = source.trimmed(slices, left: true, right: true, isSpace)
      }
    }
    return (source, slices)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 }
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }

  @inline(__always)
  private func trimmed(
    _ slices: [Slice], left: Bool, right: Bool, _ isCut: (UInt8) -> Bool
  ) -> [Slice] {
    let bytes = bytes
    return slices.map { slice in
      guard slice.isPresent else { return slice }
      var range = slice.range
      if left {
        while range.lowerBound < range.upperBound, isCut(bytes[range.lowerBound]) {
          range = range.lowerBound &+ 1..<range.upperBound
        }
      }
      if right {
        while range.lowerBound < range.upperBound, isCut(bytes[range.upperBound &- 1]) {
          range = range.lowerBound..<range.upperBound &- 1
        }
      }
      return Slice(start: range.lowerBound, length: range.count)
    }
  }

  private func cased(_ slices: [Slice], isLower: Bool) -> (ByteBuffer, [Slice]) {
    var total = 0
    for slice in slices { total &+= slice.count }
    let result = ByteBuffer(capacity: total &+ 64)
    let changed = slices.map { slice in
      guard slice.isPresent else { return slice }
      let start = result.count
      if result.appendCased(slice, of: self, isLower: isLower) {
        return Slice(start: start, length: slice.count)
      }
      result.truncate(to: start)
      let text = self.text(slice)
      result.append(isLower ? text.lowercased() : text.uppercased())
      return Slice(start: start, length: result.count - start)
    }
    return (result, changed)
  }

  /// Appends ASCII text with its letters changed; false when a byte is not ASCII.
  private func appendCased(_ slice: Slice, of other: ByteBuffer, isLower: Bool) -> Bool {
    let count = slice.count
    precondition(slice.range.upperBound <= other.storedCount)
    reserve(count)
    // SAFETY: the source range was checked and room was made for as many bytes; both are read and written once.
    let from = unsafe UnsafeRawPointer(other.base + slice.range.lowerBound)
    let to = unsafe UnsafeMutableRawPointer(base + storedCount)
    var next = 0
    var seen: UInt64 = 0
    let first: UInt64 = isLower ? 0x41 : 0x61
    while next &+ 8 <= count {
      let word = unsafe from.loadUnaligned(fromByteOffset: next, as: UInt64.self)
      seen |= word
      // A byte from `first` on over 26 letters sets its high bit in one sum and not in the other.
      let low = word & 0x7f7f_7f7f_7f7f_7f7f
      let above = low &+ (0x80 &- first) &* 0x0101_0101_0101_0101
      let beyond = low &+ (0x80 &- first &- 26) &* 0x0101_0101_0101_0101
      let isLetter = (above & ~beyond) & 0x8080_8080_8080_8080
      unsafe to.storeBytes(of: word ^ (isLetter >> 2), toByteOffset: next, as: UInt64.self)
      next &+= 8
    }
    while next < count {
      let byte = unsafe from.load(fromByteOffset: next, as: UInt8.self)
      seen |= UInt64(byte)
      let isLetter = byte &- UInt8(truncatingIfNeeded: first) < 26
      unsafe to.storeBytes(of: isLetter ? byte ^ 0x20 : byte, toByteOffset: next, as: UInt8.self)
      next &+= 1
    }
    if seen & 0x8080_8080_8080_8080 != 0 { return false }
    storedCount &+= count
    return true
  }
}
