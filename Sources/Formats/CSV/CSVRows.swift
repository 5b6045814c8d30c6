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

  /// - Parameter escapesLineEnds: whether a backslash may keep a carriage return from being part of a line end.
  init(_ chunk: CSVChunk, escapesLineEnds: Bool) {
    let width = max(chunk.layout.width, 1)
    self.width = width
    let regular = CSVRows.regularRowCount(chunk, width)
    if let regular {
      count = regular
      ends = chunk.entries
      rejects = []
      let lastEnd = chunk.entries.last.map { Int($0 & CSVIndex.offset) } ?? 0
      isOneLineEach = chunk.lineFeeds == (lastEnd == chunk.count ? regular - 1 : regular)
      starts = CSVRows.starts(of: chunk.entries, width, regular)
    } else {
      var sorted = Sorting(chunk, width, escapesLineEnds)
      sorted.run()
      count = sorted.starts.count
      ends = sorted.ends
      starts = sorted.starts
      rejects = sorted.rejects
      isOneLineEach = false
    }
    raw = CSVRows.raw(chunk, starts, ends, width, escapesLineEnds)
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
    _ chunk: CSVChunk, _ starts: [UInt32], _ ends: [UInt32], _ width: Int, _ escapesLineEnds: Bool
  ) -> [Slice] {
    var raw: [Slice] = []
    raw.reserveCapacity(starts.count)
    let bytes = chunk.buffer.bytes
    for (row, start) in starts.enumerated() {
      let start = Int(start)
      let end = Int(ends[row * width + width - 1] & CSVIndex.offset)
      raw.append(
        Slice(start: start, length: contentEnd(bytes, start, end, escapesLineEnds) - start))
    }
    return raw
  }

  /// The end of a record without the carriage return of its line end.
  @inline(__always)
  private static func contentEnd(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ escapesLineEnds: Bool
  ) -> Int {
    guard end > start, bytes[end - 1] == 0x0d else { return end }
    guard escapesLineEnds else { return end - 1 }
    var backslashes = 0
    while end - 1 - backslashes > start, bytes[end - 2 - backslashes] == 0x5c { backslashes += 1 }
    return backslashes % 2 == 0 ? end - 1 : end
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
    private let escapesLineEnds: Bool
    private var lines: LineCounter

    init(_ chunk: CSVChunk, _ width: Int, _ escapesLineEnds: Bool) {
      self.chunk = chunk
      self.escapesLineEnds = escapesLineEnds
      self.width = width
      lines = LineCounter(chunk)
    }

    mutating func run() {
      var start = 0
      var first = 0
      var nextBad = 0
      for (index, entry) in chunk.entries.enumerated() where entry & CSVIndex.newline != 0 {
        let end = Int(entry & CSVIndex.offset)
        var isCut = false
        if entry & CSVIndex.bad != 0 {
          let bad = chunk.bad[nextBad]
          nextBad += 1
          isCut = bad.isCut
          let byte = bad.at - start + 1
          reject(
            Slice(start: start, length: (isCut ? end : contentEnd(start, end)) - start), bad.code,
            "\(CSVReader.message(bad.code)) (byte \(byte), counted from the row's first)",
            byte: byte)
        } else {
          record(start, end, fields: first...index)
        }
        first = index + 1
        start = isCut ? end : end + 1
      }
    }

    private func contentEnd(_ start: Int, _ end: Int) -> Int {
      CSVRows.contentEnd(chunk.buffer.bytes, start, end, escapesLineEnds)
    }

    private mutating func record(_ start: Int, _ end: Int, fields: ClosedRange<Int>) {
      let content = Slice(start: start, length: contentEnd(start, end) - start)
      if content.count == 0, width > 1 { return }
      if fields.count == width {
        starts.append(UInt32(start))
        ends.append(contentsOf: chunk.entries[fields])
      } else {
        reject(
          content, fields.count < width ? .csvTooFewFields : .csvTooManyFields,
          "the row has \(fields.count) fields, the header \(width)")
      }
    }

    private mutating func reject(
      _ row: Slice, _ code: ProblemCode, _ reason: String, byte: Int? = nil
    ) {
      rejects.append(
        Reject(
          code: code.rawValue, reason: reason, origin: lines.origin(at: row.range.lowerBound),
          byte: byte, raw: (chunk.buffer, row)))
    }
  }
}
