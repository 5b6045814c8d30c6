import Bytes
import Table

/// The byte-at-a-time reader of CSV structure: the specification that the SIMD index is tested against, and the
/// reader of whatever that index calls irregular and of dialects with a backslash.
///
/// A quote opens a field only as the field's first byte; anywhere else in an unquoted field it is a byte like any
/// other. After the closing quote only a delimiter, a line end or the end of the file may come. A record that
/// breaks this, or whose quote is never closed, is bad up to the end of its first line, and reading goes on with
/// the next line: neighbours are never harmed.
///
/// ```
/// a,"b\nc,d\n    the quote is never closed: line 1 is bad, line 2 is read as the record c,d
/// ```
struct CSVMachine {
  struct BadRecord: Sendable, Equatable {
    var code: ProblemCode
    /// The offset of the byte at fault.
    var at: Int
  }

  let delimiter: UInt8
  let quote: UInt8?
  let hasBackslash: Bool
  /// A record that needs more bytes than this is bad.
  let longestRecord: Int

  private(set) var entries: [UInt32] = []
  /// In the order of the entries that are marked bad.
  private(set) var bad: [BadRecord] = []
  /// How many bytes the finished records take.
  private(set) var consumed = 0

  init(_ dialect: Dialect, longestRecord: Int) {
    delimiter = dialect.delimiter
    quote = dialect.quote
    hasBackslash = dialect.escape == .backslash
    self.longestRecord = longestRecord
  }

  private enum Outcome {
    case record(next: Int)
    case bad(ProblemCode, at: Int)
    case incomplete
  }

  /// Reads every record that is complete; with `isEnd` the last one needs no line break.
  mutating func read(_ bytes: Span<UInt8>, isEnd: Bool) {
    var start = 0
    while start < bytes.count {
      let kept = entries.count
      switch record(bytes, start, isEnd: isEnd) {
      case .record(let next):
        start = next
      case .bad(let code, let at):
        entries.removeSubrange(kept...)
        guard let next = endOfLine(bytes, start, isEnd: isEnd) else { return }
        bad.append(BadRecord(code: code, at: at))
        entries.append(UInt32(next.offset) | CSVIndex.newline | CSVIndex.bad)
        start = next.next
      case .incomplete:
        entries.removeSubrange(kept...)
        return
      }
      consumed = start
    }
  }

  /// Reads the first record only.
  mutating func readOne(_ bytes: Span<UInt8>, isEnd: Bool) {
    guard !bytes.isEmpty else { return }
    switch record(bytes, 0, isEnd: isEnd) {
    case .record(let next): consumed = next
    case .bad(let code, let at):
      bad.append(BadRecord(code: code, at: at))
      consumed = bytes.count
    case .incomplete: entries.removeAll()
    }
  }

  private func endOfLine(
    _ bytes: Span<UInt8>, _ start: Int, isEnd: Bool
  ) -> (offset: Int, next: Int)? {
    var next = start
    while next < bytes.count {
      if bytes[next] == 0x0a { return (next, next + 1) }
      next += 1
    }
    // A line longer than any record may be is cut, so that memory stays bounded.
    return isEnd || next - start >= longestRecord ? (next, next) : nil
  }

  private mutating func record(_ bytes: Span<UInt8>, _ start: Int, isEnd: Bool) -> Outcome {
    var next = start
    let end = bytes.count
    while true {
      if let quote, next < end, bytes[next] == quote {
        let opened = next
        next += 1
        var isClosed = false
        while next < end {
          if bytes[next] == quote {
            if next + 1 < end, bytes[next + 1] == quote {
              next += 2
              continue
            }
            isClosed = true
            next += 1
            break
          }
          next += hasBackslash && bytes[next] == 0x5c ? 2 : 1
        }
        if !isClosed {
          if isEnd || end - start > longestRecord { return .bad(.csvUnclosedQuote, at: opened) }
          return .incomplete
        }
        if next == end && !isEnd { return .incomplete }
        if next < end, bytes[next] == 0x0d {
          if next + 1 == end && !isEnd { return .incomplete }
          if next + 1 == end || bytes[next + 1] == 0x0a { next += 1 }
        }
        if next < end, bytes[next] != delimiter, bytes[next] != 0x0a {
          return .bad(.csvBadQuote, at: next - 1)
        }
      } else {
        while next < end, bytes[next] != delimiter, bytes[next] != 0x0a {
          next += hasBackslash && bytes[next] == 0x5c ? 2 : 1
        }
      }
      if next >= end {
        if isEnd {
          entries.append(UInt32(end) | CSVIndex.newline)
          return .record(next: end)
        }
        return end - start > longestRecord ? .bad(.recordTooLong, at: start) : .incomplete
      }
      if bytes[next] == 0x0a {
        entries.append(UInt32(next) | CSVIndex.newline)
        return .record(next: next + 1)
      }
      entries.append(UInt32(next))
      next += 1
    }
  }
}
