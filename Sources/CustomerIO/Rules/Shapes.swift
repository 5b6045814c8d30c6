/// Whether a text has the shape of an e-mail address: RFC 5322's dot-atom or quoted local part, a domain with a dot.
///
/// Bytes past ASCII are let through on both sides, as RFC 6531 has it. At most 254 bytes, 64 of them local.
public func isEmailAddress(_ text: Span<UInt8>) -> Bool {
  guard text.count <= 254, text.count >= 3 else { return false }
  var at = text.count - 1
  while at >= 0, text[at] != 0x40 { at -= 1 }
  guard at > 0, at <= 64 else { return false }
  return isLocalPart(text.extracting(0..<at)) && isDomain(text.extracting(at + 1..<text.count))
}

private func isLocalPart(_ text: Span<UInt8>) -> Bool {
  let last = text.count - 1
  if text[0] == 0x22 {
    return last > 0 && text[last] == 0x22 && !hasControl(text)
  }
  var before: UInt8 = 0x2e
  for index in text.indices {
    let byte = text[index]
    if byte == 0x2e {
      if before == 0x2e { return false }
    } else if !isOf(byte, atomLow, atomHigh) {
      return false
    }
    before = byte
  }
  return before != 0x2e
}

private func isDomain(_ text: Span<UInt8>) -> Bool {
  var before: UInt8 = 0x2e
  var dots = 0
  for index in text.indices {
    let byte = text[index]
    if byte == 0x2e {
      if before == 0x2e || before == 0x2d { return false }
      dots &+= 1
    } else if !isOf(byte, domainLow, domainHigh) || (byte == 0x2d && before == 0x2e) {
      return false
    }
    before = byte
  }
  return dots > 0 && before != 0x2e && before != 0x2d
}

// Sets of ASCII, a bit each: letters, digits and ! # $ % & ' * + - / = ? ^ _ ` { | } ~, and for a domain `-` alone.
private let atomLow: UInt64 = 0xa3ff_acfa_0000_0000
private let atomHigh: UInt64 = 0x7fff_ffff_c7ff_fffe
private let domainLow: UInt64 = 0x3ff_2000_0000_0000
private let domainHigh: UInt64 = 0x7ff_fffe_07ff_fffe

/// Whether a byte is in a set, or past ASCII.
@inline(__always)
private func isOf(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
  if byte >= 0x80 { return true }
  let bits = byte < 0x40 ? low : high
  return bits >> UInt64(byte & 0x3f) & 1 == 1
}

private func hasControl(_ text: Span<UInt8>) -> Bool {
  for index in text.indices where text[index] < 0x20 || text[index] == 0x7f { return true }
  return false
}

/// Whether a text is a phone number in E.164's form: `+`, then 2 to 15 digits, the first not 0.
public func isPhoneNumber(_ text: Span<UInt8>) -> Bool {
  guard text.count >= 3, text.count <= 16, text[0] == 0x2b, text[1] != 0x30 else { return false }
  for index in 1..<text.count where text[index] &- 0x30 > 9 { return false }
  return true
}

/// Whether a text is a ULID: 26 digits of Crockford's base 32, the first at most 7.
public func isULID(_ text: Span<UInt8>) -> Bool {
  guard text.count == 26, text[0] >= 0x30, text[0] <= 0x37 else { return false }
  for index in text.indices {
    guard text[index] >= 0x30 else { return false }
    switch text[index] | 0x20 {
    case 0x30...0x39, 0x61...0x68, 0x6a...0x6b, 0x6d...0x6e, 0x70...0x74, 0x76...0x7a: continue
    default: return false
    }
  }
  return true
}
