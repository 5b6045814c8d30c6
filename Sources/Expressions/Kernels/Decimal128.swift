import Bytes

/// A decimal number of up to 38 digits: `mantissa × 10^-scale`.
struct Decimal128: Equatable {
  var mantissa: Int128
  /// Digits behind the point, 0 or more.
  var scale: Int

  /// The most digits behind the point.
  private static let deepest = 60

  init(mantissa: Int128, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  /// Reads a JSON number; nil when it needs more than 38 digits.
  init?(_ text: Span<UInt8>) {
    var mantissa: Int128 = 0
    var scale = 0
    var next = 0
    let isNegative = text.count > 0 && text[0] == 0x2d
    if isNegative { next = 1 }
    var seenPoint = false
    while next < text.count {
      let byte = text[next]
      if byte == 0x2e {
        seenPoint = true
      } else if byte | 0x20 == 0x65 {
        var exponent = 0
        var at = next + 1
        let isDown = at < text.count && text[at] == 0x2d
        if at < text.count, text[at] == 0x2d || text[at] == 0x2b { at += 1 }
        while at < text.count {
          exponent = min(exponent * 10 + Int(text[at] &- 0x30), 1000)
          at += 1
        }
        scale += isDown ? exponent : -exponent
        break
      } else {
        let (scaled, high) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, low) = scaled.addingReportingOverflow(Int128(byte &- 0x30))
        if high || low { return nil }
        mantissa = sum
        if seenPoint { scale += 1 }
      }
      next += 1
    }
    self.init(mantissa: isNegative ? -mantissa : mantissa, scale: scale)
    if scale < 0 {
      guard let whole = scaled(to: 0) else { return nil }
      self = whole
    }
    if self.scale > Decimal128.deepest { return nil }
  }

  /// The same number with another scale; nil when it does not fit or digits would be lost.
  func scaled(to wanted: Int) -> Decimal128? {
    var result = self
    while result.scale < wanted {
      let (value, overflow) = result.mantissa.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result.mantissa = value
      result.scale += 1
    }
    while result.scale > wanted {
      if result.mantissa % 10 != 0 { return nil }
      result.mantissa /= 10
      result.scale -= 1
    }
    return result
  }

  static func apply(_ operation: Syntax.Operator, _ left: Decimal128, _ right: Decimal128)
    -> Decimal128?
  {
    if operation == .multiply {
      let (value, overflow) = left.mantissa.multipliedReportingOverflow(by: right.mantissa)
      let scale = left.scale + right.scale
      return overflow || scale > deepest ? nil : Decimal128(mantissa: value, scale: scale)
    }
    let scale = max(left.scale, right.scale)
    guard let a = left.scaled(to: scale), let b = right.scaled(to: scale) else { return nil }
    let result: (partialValue: Int128, overflow: Bool)
    switch operation {
    case .add: result = a.mantissa.addingReportingOverflow(b.mantissa)
    case .subtract: result = a.mantissa.subtractingReportingOverflow(b.mantissa)
    default: result = a.mantissa.remainderReportingOverflow(dividingBy: b.mantissa)
    }
    return result.overflow ? nil : Decimal128(mantissa: result.partialValue, scale: scale)
  }

  /// Rounded to some digits behind the point (before it if negative), halves away from zero.
  func rounded(to digits: Int) -> Decimal128 {
    guard scale > digits else { return self }
    let digits = max(digits, -Decimal128.deepest)
    // No number has more than 39 digits, so beyond that all of it is rounded away.
    guard scale - digits < 39 else { return Decimal128(mantissa: 0, scale: 0) }
    var divisor: Int128 = 1
    for _ in 0..<(scale - digits) { divisor *= 10 }
    let quotient = mantissa / divisor
    let rest = mantissa % divisor
    let isUp = rest.magnitude >= divisor.magnitude - rest.magnitude
    let whole = quotient + (isUp ? mantissa.signum() : 0)
    if digits >= 0 { return Decimal128(mantissa: whole, scale: digits) }
    return Decimal128(mantissa: whole, scale: digits).scaled(to: 0) ?? self
  }

  /// Appends the number as JSON writes it, with all digits behind the point.
  func append(to buffer: ByteBuffer) -> Slice {
    let start = buffer.count
    if mantissa < 0 { buffer.append(0x2d) }
    var magnitude = mantissa.magnitude
    // From the last digit to the first, at least one of them before the point.
    var digits = InlineArray<64, UInt8>(repeating: 0x30)
    var count = 0
    while magnitude > 0 || count <= scale {
      if magnitude <= UInt128(UInt64.max) {
        let low = UInt64(truncatingIfNeeded: magnitude)
        digits[count] = 0x30 &+ UInt8(truncatingIfNeeded: low % 10)
        magnitude = UInt128(low / 10)
      } else {
        let (quotient, rest) = magnitude.quotientAndRemainder(dividingBy: 10)
        digits[count] = 0x30 &+ UInt8(truncatingIfNeeded: rest)
        magnitude = quotient
      }
      count += 1
    }
    while count > 0 {
      count -= 1
      buffer.append(digits[count])
      if count == scale, scale > 0 { buffer.append(0x2e) }
    }
    return Slice(start: start, length: buffer.count - start)
  }
}
