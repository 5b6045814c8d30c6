import Bytes

/// The states of a record and what each byte does to them; the only place that knows the grammar of CSV.
///
/// A quote opens a field only as the field's first byte; anywhere else in an unquoted field it is a byte like any
/// other. After the closing quote only a delimiter, a line end or the end of the file may come.
struct CSVGrammar: Sendable {
  enum Mode: Sendable {
    case fieldStart
    case unquoted
    case quoted
    /// Behind a closing quote.
    case closed
  }

  /// Where the reading of a record stands; it can go on from here with a further limit.
  struct Reading: Sendable {
    var next: Int
    var mode = Mode.fieldStart
    /// The offset of the last quote that opened a field.
    var opened = 0
  }

  enum Halt {
    /// A line feed outside of quotes ends the record.
    case lineFeed(at: Int)
    /// Something other than a delimiter or a line end stands behind the quote at this offset.
    case badQuote(at: Int)
    /// The limit came first.
    case limit
    /// From this line feed on, a trail knows the way.
    case joined(trail: Int, crossing: Int)
  }

  let delimiter: UInt8
  let quote: UInt8?
  let backslash: CSVBackslash

  init(_ dialect: Dialect) {
    delimiter = dialect.delimiter
    quote = dialect.quote
    backslash = dialect.backslash
  }

  /// Reads on in one record; delimiters become entries, line feeds that do not end the record crossings.
  ///
  /// - Parameter limit: no byte from here on is looked at.
  /// - Parameter isWhole: whether the file ends at the limit.
  func read(
    _ bytes: Span<UInt8>, _ reading: inout Reading, _ entries: inout [UInt32],
    _ crossings: inout [CSVTrail.Crossing], limit: Int, isWhole: Bool, joining trails: [CSVTrail]
  ) -> Halt {
    var next = reading.next
    var mode = reading.mode
    defer {
      reading.next = next
      reading.mode = mode
    }
    while next < limit {
      let byte = bytes[next]
      switch mode {
      case .fieldStart:
        mode = byte == quote ? .quoted : .unquoted
        if mode == .quoted {
          reading.opened = next
          next += 1
        }
        continue
      case .unquoted:
        if byte == delimiter {
          entries.append(UInt32(next))
          mode = .fieldStart
        } else if byte == 0x0a {
          return .lineFeed(at: next)
        } else if byte == 0x5c, backslash == .everywhere {
          if next + 1 == limit, !isWhole { return .limit }
          next += 1
        }
      case .quoted:
        if byte == quote {
          if next + 1 == limit, !isWhole { return .limit }
          if next + 1 < limit, bytes[next + 1] == quote {
            next += 1
          } else {
            mode = .closed
          }
        } else if byte == 0x5c, backslash != .none {
          if next + 1 == limit, !isWhole { return .limit }
          next += 1
        }
      case .closed:
        if byte == delimiter {
          entries.append(UInt32(next))
          mode = .fieldStart
        } else if byte == 0x0a {
          return .lineFeed(at: next)
        } else if byte == 0x0d {
          if next + 1 == limit {
            if !isWhole { return .limit }
          } else if bytes[next + 1] != 0x0a {
            return .badQuote(at: next - 1)
          }
        } else {
          return .badQuote(at: next - 1)
        }
      }
      // A doubled quote or an escape took two bytes; here only what it escaped can be a line feed.
      if next < limit, bytes[next] == 0x0a {
        let crossing = CSVTrail.Crossing(
          at: UInt32(next), isQuoted: mode == .quoted, entries: entries.count)
        crossings.append(crossing)
        for index in trails.indices {
          if let found = trails[index].index(of: crossing) {
            next += 1
            return .joined(trail: index, crossing: found)
          }
        }
      }
      next += 1
    }
    next = min(next, limit)
    return .limit
  }
}

extension Dialect {
  /// Where a field of one record begins, counted from 0; nil past the last.
  public func start(ofField index: Int, in record: Span<UInt8>) -> Int? {
    var reading = CSVGrammar.Reading(next: 0)
    var ends: [UInt32] = []
    var crossings: [CSVTrail.Crossing] = []
    _ = CSVGrammar(self).read(
      record, &reading, &ends, &crossings, limit: record.count, isWhole: true, joining: [])
    guard index <= ends.count else { return nil }
    return index == 0 ? 0 : Int(ends[index - 1]) + 1
  }
}
