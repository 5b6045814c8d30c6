#if canImport(Glibc)
  import Glibc
#endif

extension ByteBuffer {
  /// The nth part of each cell between separators, as slices of this buffer.
  ///
  /// - Parameter numbers: from 1; negative ones count from the end; past either end the part is empty.
  /// - Returns: null where the cell or its separator is absent; an empty separator parts nothing.
  public func parts(
    of slices: [Slice], between separators: (buffer: ByteBuffer, slices: [Slice]),
    numbers: [Int64]
  ) -> [Slice] {
    slices.indices.map { row in
      let (slice, separator) = (slices[row], separators.slices[row])
      guard slice.isPresent, separator.isPresent else { return .null }
      let found =
        numbers[row] < 0
        ? part(slice.range, separators.buffer, separator.range, countOfParts: numbers[row])
        : part(slice.range, separators.buffer, separator.range, number: numbers[row])
      return found.map { Slice(start: $0.lowerBound, length: $0.count) } ?? .empty
    }
  }

  /// Every occurrence of a text replaced by another.
  ///
  /// - Returns: cells of a new buffer; null where one of the three is absent. An empty `old` changes nothing.
  public func replacing(
    in slices: [Slice], _ old: (buffer: ByteBuffer, slices: [Slice]),
    by new: (buffer: ByteBuffer, slices: [Slice])
  ) -> (buffer: ByteBuffer, slices: [Slice]) {
    let result = ByteBuffer(capacity: slices.reduce(64) { $0 &+ $1.count })
    let changed = slices.indices.map { row -> Slice in
      let (slice, wanted, other) = (slices[row], old.slices[row], new.slices[row])
      guard slice.isPresent, wanted.isPresent, other.isPresent else { return .null }
      let start = result.count
      var rest = slice.range
      while let at = offset(of: wanted.range, of: old.buffer, in: rest) {
        result.append(Slice(start: rest.lowerBound, length: at - rest.lowerBound), of: self)
        result.append(other, of: new.buffer)
        rest = at + wanted.count..<rest.upperBound
      }
      result.append(Slice(start: rest.lowerBound, length: rest.count), of: self)
      return Slice(start: start, length: result.count - start)
    }
    return (result, changed)
  }

  private func part(
    _ range: Range<Int>, _ other: ByteBuffer, _ separator: Range<Int>, number: Int64
  ) -> Range<Int>? {
    var rest = range
    var left = number
    while let at = offset(of: separator, of: other, in: rest) {
      if left == 1 { return rest.lowerBound..<at }
      left &-= 1
      rest = at + separator.count..<range.upperBound
    }
    return left == 1 ? rest : nil
  }

  private func part(
    _ range: Range<Int>, _ other: ByteBuffer, _ separator: Range<Int>, countOfParts number: Int64
  ) -> Range<Int>? {
    var count: Int64 = 1
    var rest = range
    while let at = offset(of: separator, of: other, in: rest) {
      count &+= 1
      rest = at + separator.count..<range.upperBound
    }
    let wanted = count &+ 1 &+ number
    return wanted < 1 ? nil : part(range, other, separator, number: wanted)
  }

  /// Where a text first occurs; nil where it does not, and for the empty text.
  func offset(of wanted: Range<Int>, of other: ByteBuffer, in range: Range<Int>) -> Int? {
    precondition(wanted.upperBound <= other.storedCount && range.upperBound <= storedCount)
    guard let first = wanted.first, wanted.count <= range.count else { return nil }
    // SAFETY: both ranges were checked; `last` leaves room for the whole wanted text.
    let needle = unsafe other.base + first
    let byte = unsafe Int32(needle.pointee)
    var at = range.lowerBound
    let last = range.upperBound - wanted.count
    while at <= last {
      guard let hit = unsafe memchr(base + at, byte, last &- at &+ 1) else { return nil }
      at = unsafe UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(base)
      if unsafe memcmp(base + at, needle, wanted.count) == 0 { return at }
      at &+= 1
    }
    return nil
  }
}
