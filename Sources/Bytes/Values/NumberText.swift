/// What a text is as a number, by JSON's grammar and by the looser ones that dumps use.
public enum NumberShape: Sendable {
  /// A JSON integer: `-?(0|[1-9][0-9]*)`.
  case integer
  /// A JSON number with a fraction or an exponent.
  case fraction
  /// A number that JSON writes otherwise: `+5`, `007`, `.5`, `5.`.
  case loose
  case none
}

/// Tells the shape of a number's text in one pass.
@inlinable
public func numberShape(_ text: Span<UInt8>) -> NumberShape {
  var next = 0
  let end = text.count
  var isLoose = false
  if next < end, text[next] == 0x2d || text[next] == 0x2b {
    isLoose = text[next] == 0x2b
    next &+= 1
  }
  let whole = next
  while next < end, text[next] &- 0x30 < 10 { next &+= 1 }
  let wholeDigits = next &- whole
  if wholeDigits == 0 || (wholeDigits > 1 && text[whole] == 0x30) { isLoose = true }
  if next == end { return wholeDigits == 0 ? .none : isLoose ? .loose : .integer }
  if text[next] == 0x2e {
    next &+= 1
    let fraction = next
    while next < end, text[next] &- 0x30 < 10 { next &+= 1 }
    if next == fraction {
      if wholeDigits == 0 { return .none }
      isLoose = true
    }
  } else if wholeDigits == 0 {
    return .none
  }
  if next < end, text[next] | 0x20 == 0x65 {
    next &+= 1
    if next < end, text[next] == 0x2d || text[next] == 0x2b { next &+= 1 }
    let exponent = next
    while next < end, text[next] &- 0x30 < 10 { next &+= 1 }
    if next == exponent { return .none }
  }
  if next != end { return .none }
  return isLoose ? .loose : .fraction
}

/// A 64-bit integer of plain digits with an optional sign; nil for any other text and past 64 bits.
@inlinable
public func parseInteger(_ text: Span<UInt8>) -> Int64? {
  var next = 0
  let end = text.count
  guard end > 0 else { return nil }
  let isNegative = text[0] == 0x2d
  if isNegative || text[0] == 0x2b { next = 1 }
  guard next < end else { return nil }
  var value: Int64 = 0
  while next < end {
    let digit = text[next] &- 0x30
    guard digit < 10 else { return nil }
    // Counts downwards, since there is one more negative number than there are positive ones.
    let (scaled, high) = value.multipliedReportingOverflow(by: 10)
    let (sum, low) = scaled.subtractingReportingOverflow(Int64(digit))
    if high || low { return nil }
    value = sum
    next &+= 1
  }
  if isNegative { return value }
  return value == .min ? nil : 0 &- value
}

/// Appends a loose number as JSON writes it, digits untouched: `+007.` becomes `7`, `.5` becomes `0.5`.
public func appendCanonicalNumber(_ text: Span<UInt8>, to buffer: ByteBuffer) -> Slice {
  let start = buffer.count
  var next = 0
  if text[0] == 0x2d { buffer.append(0x2d) }
  if text[0] == 0x2d || text[0] == 0x2b { next = 1 }
  while next &+ 1 < text.count, text[next] == 0x30, text[next &+ 1] &- 0x30 < 10 { next &+= 1 }
  if next < text.count, text[next] == 0x2e { buffer.append(0x30) }
  while next < text.count {
    if text[next] == 0x2e, next &+ 1 == text.count || text[next &+ 1] &- 0x30 >= 10 {
      next &+= 1
      continue
    }
    buffer.append(text[next])
    next &+= 1
  }
  return Slice(start: start, length: buffer.count - start)
}
