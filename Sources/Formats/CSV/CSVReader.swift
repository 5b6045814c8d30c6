import Bytes
import Table

/// Cuts a part of a CSV input into chunks of whole records, in order.
///
/// One thread at a time calls ``next()``; a chunk is then parsed by any thread (``CSVChunk/parse(_:)``).
/// Reading, inflating and finding where records end happen here, since each needs what came before.
public final class CSVReader {
  public let schema: Schema
  private let dialect: Dialect
  private let header: [String]?
  private let settings: ReaderSettings
  private var cursor: PartCursor
  private var layout = CSVLayout(width: 0, fields: [])
  /// Whether the next chunk begins amid a line that is too long.
  private var isCut = false

  /// - Parameter header: the columns' names when the file has no header line.
  public init(
    _ part: InputPart, schema: Schema, dialect: Dialect, header: [String]? = nil,
    settings: ReaderSettings = ReaderSettings()
  ) {
    cursor = PartCursor(part, settings)
    self.schema = schema
    self.dialect = dialect
    self.header = header
    self.settings = settings
  }

  /// The next records, or nil at the end.
  ///
  /// - Throws: what makes a whole file unreadable.
  public func next() throws(Problem) -> CSVChunk? {
    if cursor.isOver { return nil }
    if !cursor.isOpen {
      try cursor.open()
      try readHeader()
    }
    if let chunk = try nextChunk() { return chunk }
    cursor.close()
    return nil
  }

  private func readHeader() throws(Problem) {
    if let header {
      try cursor.fill(upTo: 3)
      cursor.skip(try CSVHeader.byteOrderMark(cursor.rest, cursor.part.name))
      layout = CSVLayout(
        width: header.count, fields: schema.names.map { header.firstIndex(of: $0) })
      return
    }
    while true {
      try cursor.readOnce(upTo: settings.chunkBytes)
      let found = try CSVHeader.parse(
        cursor.rest, dialect, settings, isEnd: cursor.isEnd, cursor.part.name)
      guard let found else { continue }
      cursor.skip(found.bytes, lineFeeds: found.lineFeeds)
      let names = found.names
      layout = CSVLayout(width: names.count, fields: schema.names.map { names.firstIndex(of: $0) })
      return
    }
  }

  private func nextChunk() throws(Problem) -> CSVChunk? {
    var target = settings.chunkBytes
    while true {
      try cursor.fill(upTo: max(target, 1))
      if cursor.rest.count == 0 { return nil }
      if let found = records(cursor.rest) { return chunk(found) }
      if cursor.isEnd { return nil }
      target = max(target, cursor.rest.count) * 2
    }
  }

  private struct Found {
    var structure = CSVChunk.Structure.plain
    var consumed: Int
    /// Line feeds in the consumed bytes.
    var lineFeeds: Int
  }

  /// Finds whole records; where their fields lie is found by whoever parses them.
  ///
  /// - Returns: nil when no record is complete, which is never so at the end of the file.
  private func records(_ buffer: ByteBuffer) -> Found? {
    let bytes = buffer.bytes
    if !isCut, settings.usesIndex, dialect.escape == .doubled || countOf(0x5c, in: bytes) == 0 {
      let ends = csvEnds(bytes, delimiter: dialect.delimiter, quote: dialect.quote)
      if !ends.isIrregular, !(ends.endsInQuotes && cursor.isEnd), fits(bytes) {
        if cursor.isEnd { return Found(consumed: bytes.count, lineFeeds: ends.allLineFeeds) }
        return ends.end == 0 ? nil : Found(consumed: ends.end, lineFeeds: ends.lineFeeds)
      }
    }
    var machine = CSVMachine(dialect, longestRecord: settings.longestRecord, isCut: isCut)
    machine.read(bytes, isEnd: cursor.isEnd)
    if machine.consumed == 0 { return nil }
    isCut = machine.isCut
    return Found(
      structure: .read(entries: machine.entries, bad: machine.bad), consumed: machine.consumed,
      lineFeeds: countOf(0x0a, in: bytes.extracting(0..<machine.consumed)))
  }

  /// Whether no record is longer than any may be; asks nothing of a buffer that could not hold one.
  private func fits(_ bytes: Span<UInt8>) -> Bool {
    if bytes.count <= settings.longestRecord { return true }
    let index = csvIndex(bytes, delimiter: dialect.delimiter, quote: dialect.quote)
    var start = 0
    for entry in index.entries where entry & CSVIndex.newline != 0 {
      let end = Int(entry & CSVIndex.offset)
      if end - start > settings.longestRecord { return false }
      start = end + 1
    }
    return bytes.count - start <= settings.longestRecord
  }

  private func chunk(_ found: Found) -> CSVChunk {
    let file = cursor.part.file
    let (buffer, line, offset) = cursor.take(found.consumed, lineFeeds: found.lineFeeds)
    return CSVChunk(
      buffer: buffer, structure: found.structure, count: found.consumed, file: file, line: line,
      offset: offset, layout: layout)
  }

  /// What is wrong with a record, in words.
  static func message(_ code: ProblemCode) -> String {
    switch code {
    case .csvUnclosedQuote: "a quote opened here is never closed"
    case .csvBadQuote: "after the closing quote there is more than a delimiter or a line end"
    case .recordTooLong: "the record is longer than any record may be"
    default: code.rawValue
    }
  }
}
