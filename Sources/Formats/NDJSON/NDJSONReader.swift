import Bytes
import Table

/// Whole lines of one NDJSON file; a worker makes a batch of it on its own.
public struct NDJSONChunk: Sendable {
  let buffer: ByteBuffer
  /// Offsets of the line feeds; the last line may end without one.
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
      for index in ends.indices { ends[index] &= CSVIndex.offset }
      var consumed = ends.last.map { Int($0) + 1 } ?? 0
      if isEnd || (consumed == 0 && buffer.count > settings.longestRecord) {
        if consumed < buffer.count { ends.append(UInt32(buffer.count)) }
        consumed = buffer.count
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
      let lastIsLine = buffer.bytes[consumed - 1] == 0x0a
      line += ends.count - (lastIsLine ? 0 : 1)
      offset += consumed
      return chunk
    }
  }
}
