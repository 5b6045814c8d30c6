import Bytes
import Table

/// Cuts a part of a CSV input into chunks of whole records, in order.
///
/// One thread at a time calls ``next()``; a chunk is then parsed by any thread (``CSVParser/parse(_:)``).
/// Reading and inflating happen here, since each needs what came before. Finding where the last record of a chunk ends
/// does too, but only the next chunk needs it: whoever comes first does it (``CSVExtent``).
public final class CSVReader {
  public let schema: Schema
  private let dialect: Dialect
  private let header: [String]?
  private let settings: ReaderSettings
  private var cursor: PartCursor
  private var layout = CSVLayout(width: 0, fields: [])
  /// Of the chunk before.
  private var last: CSVExtent?

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
      cursor.fill(upTo: 3)
      cursor.skip(try CSVHeader.byteOrderMark(cursor.rest, cursor.part.name))
      layout = CSVLayout(
        width: header.count, fields: schema.names.map { header.firstIndex(of: $0) })
      return
    }
    let found = try CSVHeader.next(&cursor, dialect, settings, upTo: settings.chunkBytes)
    cursor.skip(found.bytes, lineFeeds: found.lineFeeds)
    let names = found.names
    layout = CSVLayout(width: names.count, fields: schema.names.map { names.firstIndex(of: $0) })
  }

  /// While the next bytes are read, those before may still be looked through; what they leave over comes first.
  private func nextChunk() throws(Problem) -> CSVChunk? {
    // What was read before has been handed over.
    try cursor.check()
    cursor.fill(upTo: settings.chunkBytes)
    var isCut = false
    if let found = last?.found {
      cursor.goOn(behind: found.count, lineFeeds: found.lineFeeds, found.tail)
      isCut = found.isCut
      // A long record is not gone through again for every few bytes that it has more.
      if found.count == 0 { cursor.fill(upTo: 2 * found.tail.count) }
    }
    if cursor.rest.count == 0 {
      try cursor.check()
      return nil
    }
    let extent = CSVExtent(
      cursor.rest, isEnd: cursor.isEnd, isCut: isCut, dialect: dialect, settings)
    last = extent
    let (buffer, line, offset) = cursor.handOver()
    return CSVChunk(
      buffer: buffer, extent: extent, source: cursor.source, file: cursor.part.file, line: line,
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
