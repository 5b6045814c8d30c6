/// One word, number, text or sign of an expression.
struct Token: Equatable {
  enum Kind: Equatable {
    /// Bare words keep their spelling; keywords are told by the parser.
    case word(String)
    /// A name in double quotes.
    case quotedName(String)
    case number(String)
    case text(String)
    case sign(String)
    case end
  }

  var kind: Kind
  /// The 0-based byte that it begins at.
  var offset: Int
  /// The byte behind its last.
  var end: Int
}

/// Cuts an expression's text into tokens.
struct Lexer {
  private let bytes: [UInt8]
  private var next = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func tokens() throws(SyntaxFault) -> [Token] {
    var found: [Token] = []
    while true {
      try skipBlanks()
      let start = next
      guard next < bytes.count else {
        found.append(Token(kind: .end, offset: next, end: next))
        return found
      }
      let kind = try token()
      found.append(Token(kind: kind, offset: start, end: next))
    }
  }

  private mutating func skipBlanks() throws(SyntaxFault) {
    while next < bytes.count {
      if [0x20, 0x09, 0x0a, 0x0d].contains(bytes[next]) {
        next += 1
      } else if bytes[next] == 0x2d, next + 1 < bytes.count, bytes[next + 1] == 0x2d {
        while next < bytes.count, bytes[next] != 0x0a { next += 1 }
      } else if bytes[next...].starts(with: "/*".utf8) {
        let start = next
        next += 2
        while next < bytes.count, !bytes[next...].starts(with: "*/".utf8) { next += 1 }
        if next == bytes.count { throw SyntaxFault("a comment is not closed with */", at: start) }
        next += 2
      } else {
        return
      }
    }
  }

  private mutating func token() throws(SyntaxFault) -> Token.Kind {
    let byte = bytes[next]
    if byte == 0x27 { return .text(try quoted(0x27, "a text is not closed with '")) }
    if byte == 0x22 { return .quotedName(try quoted(0x22, "a quoted name is not closed with \"")) }
    if isDigit(byte) || (byte == 0x2e && next + 1 < bytes.count && isDigit(bytes[next + 1])) {
      return number()
    }
    if isWordStart(byte) {
      let start = next
      while next < bytes.count, isWordStart(bytes[next]) || isDigit(bytes[next]) { next += 1 }
      return .word(String(decoding: bytes[start..<next], as: UTF8.self))
    }
    for sign in ["::", "<=", ">=", "<>", "!=", "||"] where bytes[next...].starts(with: sign.utf8) {
      next += 2
      return .sign(sign)
    }
    if "+-*/%=<>(),.:[]".utf8.contains(byte) {
      next += 1
      return .sign(String(decoding: [byte], as: UTF8.self))
    }
    let hint: String? =
      switch byte {
      case 0x26: "write AND"
      case 0x7c: "write OR, or || to join texts"
      case 0x21: "write NOT"
      default: nil
      }
    throw SyntaxFault(
      "`\(String(decoding: [byte], as: UTF8.self))` has no meaning here", at: next, hint: hint)
  }

  private mutating func quoted(_ quote: UInt8, _ unclosed: String) throws(SyntaxFault) -> String {
    let start = next
    next += 1
    var content: [UInt8] = []
    while next < bytes.count {
      if bytes[next] == quote {
        if next + 1 < bytes.count, bytes[next + 1] == quote {
          content.append(quote)
          next += 2
          continue
        }
        next += 1
        return String(decoding: content, as: UTF8.self)
      }
      content.append(bytes[next])
      next += 1
    }
    throw SyntaxFault(unclosed, at: start)
  }

  private mutating func number() -> Token.Kind {
    let start = next
    while next < bytes.count, isDigit(bytes[next]) { next += 1 }
    if next < bytes.count, bytes[next] == 0x2e {
      next += 1
      while next < bytes.count, isDigit(bytes[next]) { next += 1 }
    }
    if next < bytes.count, bytes[next] | 0x20 == 0x65 {
      var ahead = next + 1
      if ahead < bytes.count, bytes[ahead] == 0x2b || bytes[ahead] == 0x2d { ahead += 1 }
      if ahead < bytes.count, isDigit(bytes[ahead]) {
        next = ahead
        while next < bytes.count, isDigit(bytes[next]) { next += 1 }
      }
    }
    return .number(String(decoding: bytes[start..<next], as: UTF8.self))
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Letters, `_`, `$` and everything beyond ASCII.
  private func isWordStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5f || byte == 0x24 || byte >= 0x80
  }
}

/// What is wrong with an expression's text, and at which 0-based byte.
struct SyntaxFault: Error {
  var message: String
  var offset: Int
  var hint: String?

  init(_ message: String, at offset: Int, hint: String? = nil) {
    self.message = message
    self.offset = offset
    self.hint = hint
  }
}
