import Bytes

/// The members of one JSON object, or the values of one array, that has been checked to be valid.
///
/// A cursor over bytes that are lent to each call; blanks between tokens are passed over.
struct MemberCursor {
  /// One member: what stands between the key's quotes, and the value with its own.
  struct Member {
    /// Empty for an array's value.
    var key: Range<Int>
    var value: Range<Int>
    /// The value's first byte tells what it is: `"`, `{`, `[`, `t`, `f`, `n`, or a number's.
    var first: UInt8
  }

  private var next: Int
  private let end: Int
  private let hasKeys: Bool

  /// - Parameter value: an object or an array with its brackets.
  init(_ value: Range<Int>, hasKeys: Bool = true) {
    next = value.lowerBound + 1
    end = value.upperBound - 1
    self.hasKeys = hasKeys
  }

  mutating func member(in bytes: Span<UInt8>) -> Member? {
    skipBlanks(bytes)
    if next < end, bytes[next] == 0x2c {
      next &+= 1
      skipBlanks(bytes)
    }
    guard next < end else { return nil }
    var key = next..<next
    if hasKeys {
      let start = next &+ 1
      skipString(bytes)
      key = start..<max(start, next &- 1)
      skipBlanks(bytes)
      next &+= 1
      skipBlanks(bytes)
      guard next < end else { return nil }
    }
    let start = next
    let first = bytes[start]
    switch first {
    case 0x22: skipString(bytes)
    case 0x7b, 0x5b: skipNested(bytes)
    default:
      while next < end, bytes[next] != 0x2c, bytes[next] > 0x20 { next &+= 1 }
    }
    return Member(key: key, value: start..<next, first: first)
  }

  @inline(__always)
  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while next < end, bytes[next] <= 0x20 { next &+= 1 }
  }

  @inline(__always)
  private mutating func skipString(_ bytes: Span<UInt8>) {
    next &+= 1
    while next < end {
      let byte = bytes[next]
      next &+= 1
      if byte == 0x22 { return }
      if byte == 0x5c { next &+= 1 }
    }
    next = min(next, end)
  }

  private mutating func skipNested(_ bytes: Span<UInt8>) {
    var depth = 0
    while next < end {
      switch bytes[next] {
      case 0x22:
        skipString(bytes)
        continue
      case 0x7b, 0x5b: depth += 1
      case 0x7d, 0x5d: depth -= 1
      default: break
      }
      next &+= 1
      if depth == 0 { return }
    }
  }
}
