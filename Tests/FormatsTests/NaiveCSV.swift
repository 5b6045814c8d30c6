import Bytes
import Table

@testable import Formats

/// The grammar of CSV said as plainly as possible, in no hurry: what the machine and the index must agree with.
struct NaiveCSV {
  var dialect: Dialect
  var longestRecord: Int

  struct Record: Equatable {
    var start: Int
    /// Where its line end (or its cut) stands.
    var end: Int
    /// Offsets of the delimiters between its fields; nil for a bad record.
    var delimiters: [Int]?
    var code: ProblemCode?
    /// The byte at fault.
    var at: Int?
  }

  func records(_ bytes: [UInt8]) -> [Record] {
    var records: [Record] = []
    var start = 0
    var isCut = false
    while start < bytes.count {
      let found =
        isCut
        ? Record(start: start, end: start, code: .recordTooLong, at: start) : record(bytes, start)
      if found.code == nil {
        records.append(found)
        start = found.end + 1
        continue
      }
      let lineEnd = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
      isCut = lineEnd - start > longestRecord
      let end = isCut ? start + longestRecord : lineEnd
      records.append(Record(start: start, end: end, code: found.code, at: found.at))
      start = isCut ? end : end + 1
    }
    return records
  }

  private func record(_ bytes: [UInt8], _ start: Int) -> Record {
    // What may be looked at: the longest record and the line feed behind it.
    let isWhole = bytes.count - start <= longestRecord
    let seen = Array(bytes[start..<min(bytes.count, start + longestRecord + 1)])
    var delimiters: [Int] = []
    var next = 0
    func bad(_ code: ProblemCode, _ at: Int = 0) -> Record {
      Record(start: start, end: start, code: code, at: start + at)
    }
    func good(_ end: Int) -> Record {
      Record(start: start, end: start + end, delimiters: delimiters)
    }
    while true {
      if next < seen.count, seen[next] == dialect.quote {
        let opened = next
        next += 1
        while true {
          guard next < seen.count else { return bad(.csvUnclosedQuote, opened) }
          let following: UInt8? = next + 1 < seen.count ? seen[next + 1] : nil
          if seen[next] == dialect.quote {
            if following == nil, !isWhole { return bad(.csvUnclosedQuote, opened) }
            if following == dialect.quote {
              next += 2
            } else {
              next += 1
              break
            }
          } else if seen[next] == 0x5c, dialect.escape != .doubled {
            next += 2
          } else {
            next += 1
          }
        }
        if next < seen.count, seen[next] == 0x0d {
          if next + 1 == seen.count {
            if !isWhole { return bad(.recordTooLong) }
            return good(seen.count)
          }
          if seen[next + 1] != 0x0a { return bad(.csvBadQuote, next - 1) }
          next += 1
        }
        if next < seen.count, seen[next] != dialect.delimiter, seen[next] != 0x0a {
          return bad(.csvBadQuote, next - 1)
        }
      } else {
        while next < seen.count, seen[next] != dialect.delimiter, seen[next] != 0x0a {
          next += seen[next] == 0x5c && dialect.escape == .backslash ? 2 : 1
        }
      }
      if next >= seen.count { return isWhole ? good(seen.count) : bad(.recordTooLong) }
      if seen[next] == 0x0a { return good(next) }
      delimiters.append(start + next)
      next += 1
    }
  }
}

extension CSVMachine {
  /// Its result in the form of the naive reader's.
  var records: [NaiveCSV.Record] {
    var records: [NaiveCSV.Record] = []
    var start = 0
    var delimiters: [Int] = []
    var faults = bad[...]
    for entry in entries {
      let at = Int(entry & CSVIndex.offset)
      guard entry & CSVIndex.newline != 0 else {
        delimiters.append(at)
        continue
      }
      if entry & CSVIndex.bad != 0, let fault = faults.popFirst() {
        records.append(NaiveCSV.Record(start: start, end: at, code: fault.code, at: fault.at))
        start = fault.isCut ? at : at + 1
      } else {
        records.append(NaiveCSV.Record(start: start, end: at, delimiters: delimiters))
        start = at + 1
      }
      delimiters = []
    }
    return records
  }
}
