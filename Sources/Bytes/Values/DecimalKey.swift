/// A number's text as bytes in numeric order, exact at any size.
///
/// ```
/// 0        80
/// 12.50    ff  80000002  01 02 05 → digits plus one, then 00        0.125 × 10² …
/// -12.5    the same with every byte after the sign inverted, sign 00
/// ```
/// The exponent is that of `0.d₁d₂… × 10ᵉ` with d₁ not 0; trailing zeros go, so equal numbers are equal bytes.
public enum DecimalKey {
  /// The keys of a column of numbers; null where the number is.
  public static func keys(
    of numbers: [Slice], in source: ByteBuffer
  ) -> (buffer: ByteBuffer, keys: [Slice]) {
    let buffer = ByteBuffer(capacity: numbers.count * 16)
    let bytes = source.bytes
    let keys = numbers.map { number in
      guard number.isPresent else { return number }
      let start = buffer.count
      append(bytes.extracting(number.range), to: buffer)
      return Slice(start: start, length: buffer.count - start)
    }
    return (buffer, keys)
  }

  /// - Parameter text: a JSON number, or what `Double` prints.
  public static func append(_ text: Span<UInt8>, to buffer: ByteBuffer) {
    var next = 0
    let isNegative = !text.isEmpty && text[0] == 0x2d
    if isNegative { next = 1 }
    var exponent = 0
    var seenPoint = false
    var seenDigit = false
    let start = buffer.count
    buffer.append(isNegative ? 0x00 : 0xff)
    buffer.append(value: UInt32(0))
    let digits = buffer.count
    while next < text.count {
      let byte = text[next]
      if byte == 0x2e {
        seenPoint = true
      } else if byte | 0x20 == 0x65 {
        exponent += written(text, next + 1)
        break
      } else {
        let digit = byte &- 0x30
        guard digit < 10 else { break }
        if digit != 0 { seenDigit = true }
        if seenDigit {
          buffer.append(digit + 1)
          if !seenPoint { exponent += 1 }
        } else if seenPoint {
          exponent -= 1
        }
      }
      next += 1
    }
    var end = buffer.count
    while end > digits, buffer.value(UInt8.self, at: end - 1) == 1 { end -= 1 }
    buffer.truncate(to: end)
    if end == digits {
      buffer.truncate(to: start)
      buffer.append(0x80)
      return
    }
    let biased = UInt32(
      truncatingIfNeeded: max(-0x7fff_ffff, min(0x7fff_ffff, exponent)) + 0x8000_0000)
    buffer.set(biased.bigEndian, at: start + 1)
    buffer.append(0)
    if isNegative { buffer.invert(from: start + 1) }
  }

  private static func written(_ text: Span<UInt8>, _ start: Int) -> Int {
    var next = start
    var isNegative = false
    if next < text.count, text[next] == 0x2d || text[next] == 0x2b {
      isNegative = text[next] == 0x2d
      next += 1
    }
    var value = 0
    while next < text.count, text[next] &- 0x30 < 10 {
      value = min(value * 10 + Int(text[next] &- 0x30), 1_000_000_000)
      next += 1
    }
    return isNegative ? -value : value
  }
}
