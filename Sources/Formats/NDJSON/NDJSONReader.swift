import Bytes
import Table

/// Whole lines of one NDJSON file; a worker makes a batch of it on its own.
public struct NDJSONChunk: Sendable {
  let buffer: ByteBuffer
  /// Where the lines end; marked with ``CSVIndex/newline`` where a line feed stands, with ``CSVIndex/bad`` where
  /// the line, or piece of one, is too long to be read.
  let lineEnds: [UInt32]
  let count: Int
  let file: Int
  let line: Int
  let offset: Int
}

/// Cuts the parts of an NDJSON input into chunks of whole lines, in order.
///
/// One thread at a time calls ``next()``; a chunk is then parsed by any thread (``NDJSONParser``).
public final class NDJSONReader {
  private let parts: [InputPart]
  private let settings: ReaderSettings
  private var partIndex = 0
  private var source: (any ByteSource)?
  private var isEnd = false
  /// Whether the next chunk begins amid a line that is too long.
  private var isCut = false
  private var rest = ByteBuffer(capacity: 0)
  private var line = 1
  private var offset = 0

  public init(parts: [InputPart], settings: ReaderSettings = ReaderSettings()) {
    self.parts = parts
    self.settings = settings
  }

  /// The next lines, or nil after the last part.
  public func next() throws(Problem) -> NDJSONChunk? {
    while true {
      if source == nil {
        guard partIndex < parts.count else { return nil }
        try open(parts[partIndex])
      }
      if let chunk = try nextOfPart() { return chunk }
      source = nil
      partIndex += 1
    }
  }

  private func open(_ part: InputPart) throws(Problem) {
    source = try part.open()
    isEnd = false
    isCut = false
    line = 1
    rest = ByteBuffer(capacity: settings.chunkBytes)
    try fill(rest, upTo: 3)
    offset = try CSVHeader.byteOrderMark(rest, part.name)
    rest.dropFirst(offset)
  }

  private func fill(_ buffer: ByteBuffer, upTo count: Int) throws(Problem) {
    guard let source else { return }
    while buffer.count < count, !isEnd {
      isEnd = try source.read(into: buffer, upTo: count - buffer.count) == 0
    }
  }

  private func nextOfPart() throws(Problem) -> NDJSONChunk? {
    let buffer = rest
    var target = settings.chunkBytes
    while true {
      try fill(buffer, upTo: max(target, 1))
      if buffer.count == 0 { return nil }
      var ends = csvIndex(buffer.bytes, delimiter: 0x0a, quote: nil).entries
      var consumed = ends.last.map { Int($0 & CSVIndex.offset) + 1 } ?? 0
      if isEnd, consumed < buffer.count {
        ends.append(UInt32(buffer.count))
        consumed = buffer.count
      }
      if isCut || buffer.count > settings.longestRecord {
        consumed = cutLongLines(&ends, consumed, buffer.count)
      }
      if consumed == 0 {
        target = max(target, buffer.count) * 2
        continue
      }
      let tail = Slice(start: consumed, length: buffer.count - consumed)
      rest = ByteBuffer(capacity: settings.chunkBytes + tail.count)
      rest.append(tail, of: buffer)
      let chunk = NDJSONChunk(
        buffer: buffer, lineEnds: ends, count: consumed, file: parts[partIndex].file, line: line,
        offset: offset)
      for entry in ends { line += Int(entry >> 31) }
      offset += consumed
      return chunk
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
