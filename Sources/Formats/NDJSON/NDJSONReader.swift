import Bytes
import Table

/// Whole lines of one NDJSON file; a worker makes a batch of it on its own.
public struct NDJSONChunk: Sendable {
  let buffer: ByteBuffer
  /// Where the lines end, if some of them, or of the pieces they were cut into, are too long to be read: marked with
  /// ``CSVIndex/newline`` where a line feed stands, with ``CSVIndex/bad`` where the line is too long.
  let cutEnds: [UInt32]?
  /// Where the next chunks come from.
  let source: (any ByteSource)?
  let count: Int
  let file: Int
  let line: Int
  let offset: Int

  /// Where the lines end, marked in that way.
  var lineEnds: [UInt32] {
    if let cutEnds { return cutEnds }
    var ends = csvIndex(
      buffer.bytes(Slice(start: 0, length: count)), delimiter: 0x0a, quote: nil
    ).entries
    if (ends.last.map { Int($0 & CSVIndex.offset) + 1 } ?? 0) < count { ends.append(UInt32(count)) }
    return ends
  }
}

/// Cuts a part of an NDJSON input into chunks of whole lines, in order.
///
/// One thread at a time calls ``next()``; a chunk is then parsed by any thread (``NDJSONParser``).
public final class NDJSONReader {
  private let settings: ReaderSettings
  private var cursor: PartCursor
  /// Whether the next chunk begins amid a line that is too long.
  private var isCut = false

  public init(_ part: InputPart, settings: ReaderSettings = ReaderSettings()) {
    self.settings = settings
    cursor = PartCursor(part, settings)
  }

  /// The next lines, or nil at the end.
  public func next() throws(Problem) -> NDJSONChunk? {
    if cursor.isOver { return nil }
    if !cursor.isOpen {
      try cursor.open()
      cursor.fill(upTo: 3)
      cursor.skip(try CSVHeader.byteOrderMark(cursor.rest, cursor.part.name))
    }
    if let chunk = try nextChunk() { return chunk }
    cursor.close()
    return nil
  }

  /// Throws what keeps more from being read than has been given out.
  func check() throws(Problem) { try cursor.check() }

  private func nextChunk() throws(Problem) -> NDJSONChunk? {
    // What was read before has been handed over.
    try cursor.check()
    var target = settings.chunkBytes
    while true {
      cursor.fill(upTo: max(target, 1))
      let rest = cursor.rest
      let count = rest.count
      if count == 0 {
        try cursor.check()
        return nil
      }
      let end = rest.bytes.indices.last { rest.bytes[$0] == 0x0a }.map { $0 + 1 } ?? 0
      var consumed = cursor.isEnd ? count : end
      var cutEnds: [UInt32]?
      if isCut || count > settings.longestRecord {
        var ends = csvIndex(rest.bytes, delimiter: 0x0a, quote: nil).entries
        if cursor.isEnd, end < count { ends.append(UInt32(count)) }
        consumed = cutLongLines(&ends, consumed, count)
        cutEnds = ends
      }
      if consumed == 0 {
        try cursor.check()
        target = max(target, count) * 2
        continue
      }
      let lineFeeds = countOf(0x0a, in: rest.bytes.extracting(0..<consumed))
      let file = cursor.part.file
      let (buffer, line, offset) = cursor.take(consumed, lineFeeds: lineFeeds)
      return NDJSONChunk(
        buffer: buffer, cutEnds: cutEnds, source: cursor.source, count: consumed, file: file,
        line: line, offset: offset)
    }
  }

  /// Cuts lines that are too long into pieces that are not, all of them marked as bad.
  ///
  /// - Returns: the end of the last line or piece.
  private func cutLongLines(_ ends: inout [UInt32], _ consumed: Int, _ count: Int) -> Int {
    let longest = settings.longestRecord
    var cut: [UInt32] = []
    var start = 0
    func cutPieces(upTo end: Int) {
      while end - start > longest {
        start += longest
        cut.append(UInt32(start) | CSVIndex.bad)
        isCut = true
      }
    }
    for entry in ends {
      let end = Int(entry & CSVIndex.offset)
      cutPieces(upTo: end)
      cut.append(isCut ? entry | CSVIndex.bad : entry)
      isCut = false
      start = end + 1
    }
    if consumed < count { cutPieces(upTo: count) }
    ends = cut
    return min(start, count)
  }
}
