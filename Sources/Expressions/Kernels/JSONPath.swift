import Bytes
import Table

/// Values inside JSON, by member names and list positions; parsed only along the path.
enum JSONPath {
  static func evaluate(_ column: Column, _ steps: [Syntax.PathStep], _ count: Int) -> Column {
    let (buffer, slices): (ByteBuffer, [Slice]) =
      switch column.spread(count).values {
      case .json(let buffer, let slices), .text(let buffer, let slices): (buffer, slices)
      default: (ByteBuffer(capacity: 0), [Slice](repeating: .null, count: count))
      }
    let bytes = buffer.bytes
    let found = slices.map { slice in
      guard slice.isPresent else { return Slice.null }
      return value(bytes, slice, steps) ?? .null
    }
    return Column(.json, .json(buffer, found))
  }

  private static func value(
    _ bytes: Span<UInt8>, _ slice: Slice, _ steps: [Syntax.PathStep]
  ) -> Slice? {
    var scanner = JSONScanner(at: slice.range.lowerBound, end: slice.range.upperBound)
    for step in steps {
      let isFound =
        switch step {
        case .key(let key): scanner.enter(member: key, bytes)
        case .index(let index): scanner.enter(element: index, bytes)
        }
      if !isFound { return nil }
    }
    let start = scanner.at
    scanner.skipValue(bytes)
    if bytes[start] == 0x6e { return nil }
    return Slice(start: start, length: scanner.at - start)
  }
}

/// A place in valid JSON text that can move forwards.
struct JSONScanner {
  private(set) var at: Int
  private let end: Int

  init(at start: Int, end: Int) {
    at = start
    self.end = end
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while at < end, bytes[at] <= 0x20 { at += 1 }
  }

  /// Moves to the value of a member; false when there is no such member.
  mutating func enter(member key: String, _ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    guard at < end, bytes[at] == 0x7b else { return false }
    at += 1
    while true {
      skipBlanks(bytes)
      guard at < end, bytes[at] == 0x22 else { return false }
      let start = at
      skipString(bytes)
      let isWanted = matches(bytes, start + 1, at - 1, key)
      skipBlanks(bytes)
      at += 1
      skipBlanks(bytes)
      if isWanted { return at < end }
      skipValue(bytes)
      skipBlanks(bytes)
      guard at < end, bytes[at] == 0x2c else { return false }
      at += 1
    }
  }

  /// Moves to an element; false when the list is shorter.
  mutating func enter(element index: Int, _ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    guard at < end, bytes[at] == 0x5b else { return false }
    at += 1
    skipBlanks(bytes)
    if at < end, bytes[at] == 0x5d { return false }
    for _ in 0..<index {
      skipValue(bytes)
      skipBlanks(bytes)
      guard at < end, bytes[at] == 0x2c else { return false }
      at += 1
      skipBlanks(bytes)
    }
    return at < end
  }

  private func matches(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ key: String) -> Bool {
    let inner = bytes.extracting(start..<stop)
    if countOf(0x5c, in: inner) > 0 {
      let buffer = ByteBuffer(capacity: inner.count + 2)
      buffer.append(0x22)
      buffer.append(inner)
      buffer.append(0x22)
      return buffer.text(buffer.unescapeJSON(Slice(start: 0, length: buffer.count))) == key
    }
    guard inner.count == key.utf8.count else { return false }
    var index = 0
    for byte in key.utf8 {
      if inner[index] != byte { return false }
      index += 1
    }
    return true
  }

  private mutating func skipString(_ bytes: Span<UInt8>) {
    at += 1
    while at < end, bytes[at] != 0x22 { at += bytes[at] == 0x5c ? 2 : 1 }
    at += 1
  }

  mutating func skipValue(_ bytes: Span<UInt8>) {
    skipBlanks(bytes)
    guard at < end else { return }
    switch bytes[at] {
    case 0x22: skipString(bytes)
    case 0x7b, 0x5b:
      var depth = 0
      while at < end {
        switch bytes[at] {
        case 0x22:
          skipString(bytes)
          continue
        case 0x7b, 0x5b: depth += 1
        case 0x7d, 0x5d: depth -= 1
        default: break
        }
        at += 1
        if depth == 0 { return }
      }
    default:
      while at < end, bytes[at] != 0x2c, bytes[at] != 0x7d, bytes[at] != 0x5d, bytes[at] > 0x20 {
        at += 1
      }
    }
  }
}
