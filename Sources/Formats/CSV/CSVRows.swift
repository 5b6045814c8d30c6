import Bytes
import Table

/// A chunk's fields as a full matrix: rows of the wrong width are set aside, blank lines skipped.
struct CSVRows {
  let matrix: CSVMatrix
  /// Rows of the wrong width and records that the machine found bad.
  let rejects: [Reject]
  let origins: [Origin]

  /// - Parameter escapesLineEnds: whether a backslash may keep a carriage return from being part of a line end.
  init(_ chunk: CSVChunk, escapesLineEnds: Bool) {
    let width = max(chunk.layout.width, 1)
    let found = chunk.extent.found
    // With one column a blank line looks like a row; only here it is one.
    let whole =
      found.bad.isEmpty
      ? CSVMatrix(
        found.entries, of: chunk.buffer, width: width, escapesLineEnds: escapesLineEnds) : nil
    if let whole {
      matrix = whole
      rejects = []
    } else {
      var sorted = Sorting(chunk, width, escapesLineEnds)
      sorted.run(found.entries, found.bad)
      matrix = CSVMatrix(rows: sorted.rows, ends: sorted.ends, of: chunk.buffer, width: width)
      rejects = sorted.rejects
    }
    if whole != nil, let quotedLineFeeds = found.quotedLineFeeds {
      origins = Origin.ofRows(
        matrix.rows, quotedLineFeeds: quotedLineFeeds, file: chunk.file, line: chunk.line,
        offset: chunk.offset)
    } else {
      var lines = LineCounter(chunk)
      origins = matrix.rows.map { lines.origin(at: $0.range.lowerBound) }
    }
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
    var rows: [Slice] = []
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

    mutating func run(_ entries: [UInt32], _ found: [CSVMachine.BadRecord]) {
      var start = 0
      var first = 0
      var nextBad = 0
      for (index, entry) in entries.enumerated() where entry & CSVIndex.newline != 0 {
        let end = Int(entry & CSVIndex.offset)
        var isCut = false
        if entry & CSVIndex.bad != 0 {
          let bad = found[nextBad]
          nextBad += 1
          isCut = bad.isCut
          let byte = bad.at - start + 1
          reject(
            Slice(start: start, length: (isCut ? end : contentEnd(start, end)) - start), bad.code,
            "\(CSVReader.message(bad.code)) (byte \(byte), counted from the row's first)",
            byte: byte)
        } else {
          record(start, end, entries[first...index])
        }
        first = index + 1
        start = isCut ? end : end + 1
      }
    }

    /// The end of a record without the carriage return of its line end.
    private func contentEnd(_ start: Int, _ end: Int) -> Int {
      let bytes = chunk.buffer.bytes
      guard end > start, bytes[end - 1] == 0x0d else { return end }
      guard escapesLineEnds else { return end - 1 }
      var backslashes = 0
      while end - 1 - backslashes > start, bytes[end - 2 - backslashes] == 0x5c { backslashes += 1 }
      return backslashes % 2 == 0 ? end - 1 : end
    }

    private mutating func record(_ start: Int, _ end: Int, _ fields: ArraySlice<UInt32>) {
      let content = Slice(start: start, length: contentEnd(start, end) - start)
      if content.count == 0, width > 1 { return }
      if fields.count == width {
        rows.append(content)
        ends.append(contentsOf: fields)
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
