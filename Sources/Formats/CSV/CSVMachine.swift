import Bytes
import Table

/// The byte-at-a-time reader of CSV structure: the specification that the SIMD index is tested against, and the
/// reader of whatever that index calls irregular and of texts with a backslash in dialects that escape with it.
///
/// A record that breaks the grammar, whose quote is never closed or that is too long is bad up to the end of its
/// first line, and reading goes on with the next line: neighbours are never harmed. A line too long for any record
/// is cut into pieces, all of them bad, so that memory stays bounded.
///
/// ```
/// a,"b\nc,d\n    the quote is never closed: line 1 is bad, line 2 is read as the record c,d
/// ```
struct CSVMachine {
  struct BadRecord: Sendable, Equatable {
    var code: ProblemCode
    /// The offset of the byte at fault.
    var at: Int
    /// Whether it ends amid its line.
    var isCut = false
  }

  private let grammar: CSVGrammar
  private let longestRecord: Int

  private(set) var entries: [UInt32] = []
  /// In the order of the entries that are marked bad.
  private(set) var bad: [BadRecord] = []
  /// How many bytes the finished records take.
  private(set) var consumed = 0
  /// Whether they end amid a line.
  private(set) var isCut: Bool
  private var trails: [CSVTrail] = []

  /// - Parameter longestRecord: bytes before the line feed; a record that needs more is bad.
  /// - Parameter isCut: whether the bytes to come begin amid a line that is bad.
  init(_ dialect: Dialect, longestRecord: Int, isCut: Bool = false) {
    grammar = CSVGrammar(dialect)
    self.longestRecord = longestRecord
    self.isCut = isCut
  }

  private enum Outcome {
    case record(end: Int, next: Int)
    case bad(BadRecord)
    case incomplete
  }

  /// Reads every record that is complete; with `isEnd` the last one needs no line break.
  mutating func read(_ bytes: Span<UInt8>, isEnd: Bool) {
    while consumed < bytes.count {
      let start = consumed
      let outcome: Outcome =
        isCut
        ? .bad(BadRecord(code: .recordTooLong, at: start)) : record(bytes, start, isEnd: isEnd)
      switch outcome {
      case .record(_, let next): consumed = next
      case .bad(let fault):
        guard rejectLine(bytes, start, fault, isEnd: isEnd) else { return }
      case .incomplete: return
      }
    }
  }

  /// Reads the first record only; when it is bad, nothing is consumed.
  mutating func readOne(_ bytes: Span<UInt8>, isEnd: Bool) {
    guard !bytes.isEmpty else { return }
    switch record(bytes, 0, isEnd: isEnd) {
    case .record(_, let next): consumed = next
    case .bad(let fault): bad.append(fault)
    case .incomplete: return
    }
  }

  /// Marks a record as bad up to the end of its first line; false when that end has not been read yet.
  private mutating func rejectLine(
    _ bytes: Span<UInt8>, _ start: Int, _ fault: BadRecord, isEnd: Bool
  ) -> Bool {
    let cut = start + longestRecord
    var end = start
    while end < bytes.count, end <= cut, bytes[end] != 0x0a { end += 1 }
    if end <= cut, end == bytes.count, !isEnd { return false }
    isCut = end > cut
    if isCut { end = cut }
    var fault = fault
    fault.isCut = isCut
    bad.append(fault)
    entries.append(UInt32(end) | CSVIndex.newline | CSVIndex.bad)
    consumed = isCut ? end : min(end + 1, bytes.count)
    return true
  }

  private mutating func record(_ bytes: Span<UInt8>, _ start: Int, isEnd: Bool) -> Outcome {
    let limit = min(bytes.count, start + longestRecord + 1)
    let isWhole = isEnd && limit == bytes.count && limit - start <= longestRecord
    let kept = entries.count
    var reading = CSVGrammar.Reading(next: start)
    var crossings: [CSVTrail.Crossing] = []
    let halt = grammar.read(
      bytes, &reading, &entries, &crossings, limit: limit, isWhole: isWhole, joining: trails)
    let outcome: Outcome
    if case .joined(let trail, let crossing) = halt {
      outcome = follow(
        trail, crossing, bytes, start, opened: reading.opened, limit: limit, isWhole: isWhole)
    } else {
      outcome = settle(halt, start, reading, limit: limit, isWhole: isWhole)
      if case .bad(let fault) = outcome, !crossings.isEmpty {
        for index in crossings.indices { crossings[index].entries -= kept }
        keep(
          CSVTrail(
            crossings: crossings, entries: Array(entries[kept...]), reading: reading,
            fault: isFinal(halt, isWhole) ? fault : nil),
          from: start)
      }
    }
    if case .record(let end, _) = outcome {
      entries.append(UInt32(end) | CSVIndex.newline)
    } else {
      entries.removeSubrange(kept...)
    }
    return outcome
  }

  /// Ends a record that has come to a line feed which a failed record crossed too.
  ///
  /// - Parameter opened: the last quote that it opened itself.
  private mutating func follow(
    _ index: Int, _ crossing: Int, _ bytes: Span<UInt8>, _ start: Int, opened: Int, limit: Int,
    isWhole: Bool
  ) -> Outcome {
    var trail = trails.remove(at: index)
    defer { trails.append(trail) }
    let shared = trail.crossings[crossing]
    var outcome: Outcome
    if let fault = trail.fault {
      outcome = .bad(fault)
    } else {
      let halt = grammar.read(
        bytes, &trail.reading, &trail.entries, &trail.crossings, limit: limit, isWhole: isWhole,
        joining: [])
      outcome = settle(halt, start, trail.reading, limit: limit, isWhole: isWhole)
      if case .bad(let fault) = outcome, isFinal(halt, isWhole) { trail.fault = fault }
    }
    switch outcome {
    case .record: entries.append(contentsOf: trail.entries[shared.entries...])
    case .bad(var fault):
      if fault.code == .csvUnclosedQuote, fault.at < Int(shared.at) { fault.at = opened }
      outcome = .bad(fault)
    case .incomplete: break
    }
    return outcome
  }

  private func settle(
    _ halt: CSVGrammar.Halt, _ start: Int, _ reading: CSVGrammar.Reading, limit: Int, isWhole: Bool
  ) -> Outcome {
    switch halt {
    case .lineFeed(let end): return .record(end: end, next: end + 1)
    case .badQuote(let at): return .bad(BadRecord(code: .csvBadQuote, at: at))
    case .limit, .joined:
      let isOpen = reading.mode == .quoted
      if isWhole, !isOpen { return .record(end: limit, next: limit) }
      guard isWhole || limit - start > longestRecord else { return .incomplete }
      return .bad(
        isOpen
          ? BadRecord(code: .csvUnclosedQuote, at: reading.opened)
          : BadRecord(code: .recordTooLong, at: start))
    }
  }

  /// Whether a fault is one for every record that comes this way, however far back it began.
  private func isFinal(_ halt: CSVGrammar.Halt, _ isWhole: Bool) -> Bool {
    if case .badQuote = halt { return true }
    return isWhole
  }

  /// At one line feed readings differ in whether it is quoted; so few trails can be of use at a time.
  private mutating func keep(_ trail: CSVTrail, from start: Int) {
    trails.removeAll { $0.reading.next <= start }
    if trails.count == 4,
      let shortest = trails.indices.min(by: { trails[$0].reading.next < trails[$1].reading.next })
    {
      trails.remove(at: shortest)
    }
    trails.append(trail)
  }
}
