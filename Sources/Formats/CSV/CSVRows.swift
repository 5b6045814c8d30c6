import Bytes
import Table

/// A chunk's fields as a full matrix: rows of the wrong width are set aside, blank lines skipped.
struct CSVRows {
  let width: Int
  let count: Int
  /// Where each row begins.
  let starts: [UInt32]
  /// `width` entries a row: where its fields end.
  let ends: [UInt32]
  /// Each row as it stands in the file, without its line end.
  let raw: [Slice]
  /// Rows of the wrong width and records that the machine found bad.
  let rejects: [Reject]
  /// Whether rows and lines are the same thing in this chunk.
  private let isOneLineEach: Bool

  init(_ chunk: CSVChunk) {
    let width = max(chunk.layout.width, 1)
    self.width = width
    let regular = CSVRows.regularRowCount(chunk, width)
    if let regular {
      count = regular
      ends = chunk.entries
      rejects = []
      isOneLineEach = chunk.lineFeeds == regular || chunk.lineFeeds == regular - 1
      starts = CSVRows.starts(of: chunk.entries, width, regular)
    } else {
      var sorted = Sorting(chunk, width)
      sorted.run()
      count = sorted.starts.count
      ends = sorted.ends
      starts = sorted.starts
      rejects = sorted.rejects
      isOneLineEach = false
    }
    raw = CSVRows.raw(chunk, starts, ends, width)
  }

  /// The number of rows if every record has `width` fields and is not blank; the common case.
  private static func regularRowCount(_ chunk: CSVChunk, _ width: Int) -> Int? {
    let entries = chunk.entries.span
    guard chunk.bad.isEmpty, entries.count % width == 0 else { return nil }
    let rows = entries.count / width
    var lineEnds = 0
    for index in entries.indices { lineEnds = lineEnds &+ Int(entries[index] >> 31) }
    guard lineEnds == rows else { return nil }
    var at = width &- 1
    while at < entries.count {
      if entries[at] & CSVIndex.newline == 0 { return nil }
      at = at &+ width
    }
    // With one column a blank line looks like a row; only here it is one.
    return rows
  }

  private static func starts(of entries: [UInt32], _ width: Int, _ count: Int) -> [UInt32] {
    var starts: [UInt32] = []
    starts.reserveCapacity(count)
    var start: UInt32 = 0
    for row in 0..<count {
      starts.append(start)
      start = (entries[row * width + width - 1] & CSVIndex.offset) + 1
    }
    return starts
  }

  private static func raw(
    _ chunk: CSVChunk, _ starts: [UInt32], _ ends: [UInt32], _ width: Int
  ) -> [Slice] {
    var raw: [Slice] = []
    raw.reserveCapacity(starts.count)
    let bytes = chunk.buffer.bytes
    for (row, start) in starts.enumerated() {
      var end = Int(ends[row * width + width - 1] & CSVIndex.offset)
      if end > Int(start), bytes[end - 1] == 0x0d { end -= 1 }
      raw.append(Slice(start: Int(start), length: end - Int(start)))
    }
    return raw
  }

  func origins(_ chunk: CSVChunk) -> [Origin] {
    var origins: [Origin] = []
    origins.reserveCapacity(count)
    if isOneLineEach {
      for (row, start) in starts.enumerated() {
        origins.append(
          Origin(file: chunk.file, line: chunk.line + row, offset: chunk.offset + Int(start)))
      }
      return origins
    }
    var lines = LineCounter(chunk)
    for start in starts { origins.append(lines.origin(at: Int(start))) }
    return origins
  }

  /// Counts lines forwards through a chunk.
  private struct LineCounter {
    let chunk: CSVChunk
    var seen = 0
    var line: Int

    init(_ chunk: CSVChunk) {
      self.chunk = chunk
      line = chunk.line
    }

    mutating func origin(at start: Int) -> Origin {
      line += countOf(0x0a, in: chunk.buffer.bytes.extracting(seen..<start))
      seen = start
      return Origin(file: chunk.file, line: line, offset: chunk.offset + start)
    }
  }

  /// Goes record by record through a chunk that is not a plain matrix.
  private struct Sorting {
    let chunk: CSVChunk
    let width: Int
    var starts: [UInt32] = []
    var ends: [UInt32] = []
    var rejects: [Reject] = []
    private var lines: LineCounter

    init(_ chunk: CSVChunk, _ width: Int) {
      self.chunk = chunk
      self.width = width
      lines = LineCounter(chunk)
    }

    mutating func run() {
      var start = 0
      var first = 0
      var nextBad = 0
      for (index, entry) in chunk.entries.enumerated() where entry & CSVIndex.newline != 0 {
        let end = Int(entry & CSVIndex.offset)
        if entry & CSVIndex.bad != 0 {
          let bad = chunk.bad[nextBad]
          nextBad += 1
          reject(
            start, end, bad.code,
            "\(CSVReader.message(bad.code)) (byte \(bad.at - start + 1) of the row)")
        } else {
          record(start, end, fields: first...index)
        }
        first = index + 1
        start = end + 1
        // The end of a line that was cut for its length is not a line feed.
        if entry & CSVIndex.bad != 0, end < chunk.count, chunk.buffer.bytes[end] != 0x0a {
          start = end
        }
      }
    }

    private mutating func record(_ start: Int, _ end: Int, fields: ClosedRange<Int>) {
      let isBlank =
        end == start || (end == start + 1 && chunk.buffer.bytes[start] == 0x0d)
      if isBlank, width > 1 { return }
      if fields.count == width {
        starts.append(UInt32(start))
        ends.append(contentsOf: chunk.entries[fields])
      } else if fields.count < width {
        reject(
          start, end, .csvTooFewFields, "the row has \(fields.count) fields, the header \(width)")
      } else {
        reject(
          start, end, .csvTooManyFields, "the row has \(fields.count) fields, the header \(width)")
      }
    }

    private mutating func reject(_ start: Int, _ end: Int, _ code: ProblemCode, _ reason: String) {
      var length = end - start
      if length > 0, chunk.buffer.bytes[end - 1] == 0x0d { length -= 1 }
      rejects.append(
        Reject(
          code: code.rawValue, reason: reason, origin: lines.origin(at: start),
          raw: (chunk.buffer, Slice(start: start, length: length))))
    }
  }
}
