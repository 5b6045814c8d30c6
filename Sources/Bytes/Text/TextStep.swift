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
    // SAFETY: the source range was checked and room was made for as many bytes; only these are read and written.
    let from = unsafe UnsafeRawPointer(other.base + slice.range.lowerBound)
    let to = unsafe UnsafeMutableRawPointer(base + storedCount)
    var seen: UInt64 = 0
    let first: UInt64 = isLower ? 0x41 : 0x61
    func changed(_ word: UInt64) -> UInt64 {
      seen |= word
      // A byte from `first` on over 26 letters sets its high bit in one sum and not in the other.
      let low = word & 0x7f7f_7f7f_7f7f_7f7f
      let above = low &+ (0x80 &- first) &* 0x0101_0101_0101_0101
      let beyond = low &+ (0x80 &- first &- 26) &* 0x0101_0101_0101_0101
      let isLetter = (above & ~beyond) & 0x8080_8080_8080_8080
      return word ^ (isLetter >> 2)
    }
    func change<Word: FixedWidthInteger & UnsignedInteger>(_ type: Word.Type, at offset: Int) {
      let word = unsafe from.loadUnaligned(fromByteOffset: offset, as: type)
      unsafe to.storeBytes(
        of: Word(truncatingIfNeeded: changed(UInt64(word))), toByteOffset: offset, as: type)
    }
    if count >= 8 {
      for next in stride(from: 0, to: count &- 8, by: 8) { change(UInt64.self, at: next) }
      // The last eight once more, as far as they were among those before.
      change(UInt64.self, at: count &- 8)
    } else {
      for next in 0..<count { change(UInt8.self, at: next) }
    }
    if seen & 0x8080_8080_8080_8080 != 0 { return false }
    storedCount &+= count
    return true
  }
}
