/// The part of a glob between two slashes.
struct NamePattern {
  private enum Token {
    case scalar(Unicode.Scalar)
    case one, many
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private let tokens: [Token]

  init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "*": tokens.append(.many)
      case "?": tokens.append(.one)
      case "\\" where index + 1 < scalars.count:
        index += 1
        tokens.append(.scalar(scalars[index]))
      case "[":
        if let (set, end) = Self.set(in: scalars, from: index) {
          tokens.append(set)
          index = end
        } else {
          tokens.append(.scalar("["))
        }
      default: tokens.append(.scalar(scalars[index]))
      }
      index += 1
    }
    self.tokens = tokens
  }

  /// The one name that matches, if there is no wildcard.
  var literal: String? {
    var name = String.UnicodeScalarView()
    for token in tokens {
      guard case .scalar(let scalar) = token else { return nil }
      name.append(scalar)
    }
    return String(name)
  }

  /// Time grows with the product of both lengths at most: only the last `*` is ever taken back to.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    if scalars.first == "." {
      guard case .scalar(".") = tokens.first else { return false }
    }
    var (token, place) = (0, 0)
    var retry: (token: Int, place: Int)?
    while place < scalars.count {
      if token < tokens.count, case .many = tokens[token] {
        retry = (token + 1, place)
        token += 1
      } else if token < tokens.count, Self.matches(tokens[token], scalars[place]) {
        token += 1
        place += 1
      } else if let last = retry {
        retry = (last.token, last.place + 1)
        (token, place) = (last.token, last.place + 1)
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { if case .many = $0 { true } else { false } }
  }

  private static func matches(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
    switch token {
    case .scalar(let wanted): wanted == scalar
    case .one, .many: true
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  /// Reads `[a-z]`, `[!a]` or `[]a]`; nothing when the bracket never closes.
  private static func set(
    in scalars: [Unicode.Scalar], from open: Int
  ) -> (set: Token, end: Int)? {
    var index = open + 1
    let isNegated = index < scalars.count && (scalars[index] == "!" || scalars[index] == "^")
    if isNegated { index += 1 }
    let first = index
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while index < scalars.count {
      let low = scalars[index]
      if low == "]" && index > first { return (.set(ranges, isNegated: isNegated), index) }
      if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
        let high = scalars[index + 2]
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return nil
  }
}
