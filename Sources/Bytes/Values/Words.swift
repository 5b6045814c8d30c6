extension ByteBuffer {
  /// Copies an array of numbers as they lie in memory; spill files are read by the process that wrote them.
  @inlinable
  public func append<Element: BitwiseCopyable>(values: [Element]) {
    unsafe values.withUnsafeBytes { source in
      guard let from = source.baseAddress else { return }
      reserve(source.count)
      // SAFETY: reserve made room for all bytes.
      unsafe UnsafeMutableRawPointer(base + storedCount).copyMemory(
        from: from, byteCount: source.count)
      storedCount &+= source.count
    }
  }

  /// Appends a value's bytes as they lie in memory.
  @inlinable
  public func append<Element: BitwiseCopyable>(value: Element) {
    let size = MemoryLayout<Element>.size
    reserve(size)
    // SAFETY: reserve made room; storeBytes needs no alignment.
    unsafe UnsafeMutableRawPointer(base + storedCount).storeBytes(of: value, as: Element.self)
    storedCount &+= size
  }

  /// Reads an array that ``append(values:)`` wrote at an offset; reading past the end is a programmer error.
  @inlinable
  public func values<Element: BitwiseCopyable>(
    _ type: Element.Type, at offset: Int, count: Int
  ) -> [Element] {
    let size = count * MemoryLayout<Element>.stride
    precondition(offset >= 0 && count >= 0 && offset + size <= storedCount)
    return unsafe [Element](unsafeUninitializedCapacity: count) { free, written in
      // SAFETY: the source range was just checked; any bits are a value of a bitwise copyable number.
      if let to = free.baseAddress, size > 0 {
        unsafe UnsafeMutableRawPointer(to).copyMemory(from: base + offset, byteCount: size)
      }
      written = count
    }
  }

  /// The value whose bytes begin at an offset; it need not be aligned.
  @inlinable
  public func value<Element: BitwiseCopyable>(_ type: Element.Type, at offset: Int) -> Element {
    precondition(offset >= 0 && offset &+ MemoryLayout<Element>.size <= storedCount)
    // SAFETY: the range was just checked; any bits are a value of a bitwise copyable number.
    return unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: Element.self)
  }

  /// Overwrites a number that was appended before.
  @inlinable
  public func set<Element: BitwiseCopyable>(_ value: Element, at offset: Int) {
    precondition(offset >= 0 && offset &+ MemoryLayout<Element>.size <= storedCount)
    // SAFETY: the range was just checked.
    unsafe UnsafeMutableRawPointer(base + offset).storeBytes(of: value, as: Element.self)
  }
}

extension ByteBuffer {
  /// Copies the bytes of many cells, one behind the other; absent cells add nothing.
  public func append(cells: [Slice], of other: ByteBuffer) {
    var total = 0
    for cell in cells { total &+= cell.count }
    reserve(total)
    let limit = other.storedCount
    for cell in cells where cell.length > 0 {
      let range = cell.range
      precondition(range.upperBound <= limit, "slice outside of its buffer")
      // SAFETY: room was made for the sum of all cells; the range lies within `other`.
      unsafe (base + storedCount).update(from: other.base + range.lowerBound, count: range.count)
      storedCount &+= range.count
    }
  }

  /// Whether two runs of bytes are the same.
  public func equals(_ range: Range<Int>, _ other: ByteBuffer, _ otherRange: Range<Int>) -> Bool {
    range.count == otherRange.count && compare(range, other, otherRange) == 0
  }

  /// Byte order: negative, zero or positive; a prefix comes first.
  public func compare(_ range: Range<Int>, _ other: ByteBuffer, _ otherRange: Range<Int>) -> Int {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= storedCount && otherRange.lowerBound >= 0
        && otherRange.upperBound <= other.storedCount)
    let common = min(range.count, otherRange.count)
    // SAFETY: both ranges were just checked.
    let order = unsafe sluiceCompare(
      UnsafePointer(base + range.lowerBound), UnsafePointer(other.base + otherRange.lowerBound),
      common)
    return order != 0 ? order : range.count - otherRange.count
  }
}

extension ByteBuffer {
  /// Flips every bit from an offset on, which turns a byte order round.
  public func invert(from start: Int) {
    precondition(start >= 0 && start <= storedCount)
    for index in start..<storedCount {
      // SAFETY: the range was just checked.
      unsafe base[index] = ~base[index]
    }
  }
}
