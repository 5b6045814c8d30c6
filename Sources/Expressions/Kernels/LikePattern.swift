/// A LIKE pattern: `%` is any text, `_` one character, `\` takes the next byte as it is.
struct LikePattern: Sendable {
  private enum Part: Sendable, Equatable {
    case byte(UInt8)
    case one
    case any
  }

  private let parts: [Part]
  /// Whether the pattern is in lower case and so has the text to be.
  let ignoresCase: Bool

  init(_ pattern: String, ignoresCase: Bool) {
    self.ignoresCase = ignoresCase
    var parts: [Part] = []
    var isEscaped = false
    for byte in (ignoresCase ? pattern.lowercased() : pattern).utf8 {
      if isEscaped {
        parts.append(.byte(byte))
        isEscaped = false
      } else if byte == 0x5c {
        isEscaped = true
      } else if byte == 0x25 {
        if parts.last != .any { parts.append(.any) }
      } else {
        parts.append(byte == 0x5f ? .one : .byte(byte))
      }
    }
    if isEscaped { parts.append(.byte(0x5c)) }
    self.parts = parts
  }

  /// Goes back to the last `%` where a byte does not fit, so it takes at most length × parts steps.
  ///
  /// - Parameter text: in lower case where ``ignoresCase``.
  func matches(_ text: Span<UInt8>) -> Bool {
    var at = 0
    var part = 0
    var mark = -1
    var markAt = 0
    while at < text.count {
      if part < parts.count, parts[part] == .any {
        mark = part
        markAt = at
        part += 1
      } else if part < parts.count, parts[part] == .one {
        at += 1
        while at < text.count, text[at] & 0xc0 == 0x80 { at += 1 }
        part += 1
      } else if part < parts.count, parts[part] == .byte(text[at]) {
        at += 1
        part += 1
      } else if mark >= 0 {
        part = mark + 1
        markAt += 1
        at = markAt
      } else {
        return false
      }
    }
    while part < parts.count, parts[part] == .any { part += 1 }
    return part == parts.count
  }
}
