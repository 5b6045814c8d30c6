import Bytes
import Table

/// Cuts the parts of a CSV input into chunks of whole records, in order.
///
/// One thread at a time calls ``next()``; a chunk is then parsed by any thread (``CSVChunk/parse(_:)``).
/// Reading, inflating and the SIMD index happen here, since each needs what came before.
public final class CSVReader {
  public let schema: Schema
  private let dialect: Dialect
  private let header: [String]?
  private let settings: ReaderSettings
  private var cursor: PartCursor
  private var layout = CSVLayout(width: 0, fields: [])
  /// Whether the next chunk begins amid a line that is too long.
  private var isCut = false

  /// - Parameter header: the columns' names when the files have no header line.
  public init(
    parts: [InputPart], schema: Schema, dialect: Dialect, header: [String]? = nil,
    settings: ReaderSettings = ReaderSettings()
  ) {
    cursor = PartCursor(parts, settings)
    self.schema = schema
    self.dialect = dialect
    self.header = header
    self.settings = settings
  }

  /// The next records, or nil after the last part.
  ///
  /// - Throws: what makes a whole file unreadable.
  public func next() throws(Problem) -> CSVChunk? {
    while true {
      if !cursor.isOpen {
        guard try cursor.open() else { return nil }
        isCut = false
        try readHeader()
      }
      if let chunk = try nextOfPart() { return chunk }
      cursor.close()
    }
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

  private func nextOfPart() throws(Problem) -> CSVChunk? {
    var target = settings.chunkBytes
    while true {
      try cursor.fill(upTo: max(target, 1))
      if cursor.rest.count == 0 { return nil }
      if let found = index(cursor.rest) { return chunk(found) }
      if cursor.isEnd { return nil }
      target = max(target, cursor.rest.count) * 2
    }
  }

  private struct Found {
    var entries: [UInt32]
    var bad: [CSVMachine.BadRecord] = []
    var consumed: Int
    /// Line feeds in the consumed bytes.
    var lineFeeds: Int
    /// Those of them that stand within quotes, where they were noted.
    var quotedLineFeeds: [UInt32]?
  }

  /// - Returns: nil when no record is complete, which is never so at the end of the file.
  private func index(_ buffer: ByteBuffer) -> Found? {
    let bytes = buffer.bytes
    if !isCut, settings.usesIndex, dialect.escape == .doubled || countOf(0x5c, in: bytes) == 0 {
      var plain = csvIndex(bytes, delimiter: dialect.delimiter, quote: dialect.quote)
      if !plain.isIrregular, !(plain.endsInQuotes && cursor.isEnd), fits(plain.entries, bytes.count)
      {
        if cursor.isEnd, bytes[bytes.count - 1] != 0x0a {
          plain.entries.append(UInt32(bytes.count) | CSVIndex.newline)
          return found(plain, consumed: bytes.count)
        }
        guard let last = plain.entries.lastIndex(where: { $0 & CSVIndex.newline != 0 }) else {
          return nil
        }
        let end = Int(plain.entries[last] & CSVIndex.offset) + 1
        plain.entries.removeSubrange((last + 1)...)
        return found(plain, consumed: end)
      }
    }
    var machine = CSVMachine(dialect, longestRecord: settings.longestRecord, isCut: isCut)
    machine.read(bytes, isEnd: cursor.isEnd)
    if machine.consumed == 0 { return nil }
    isCut = machine.isCut
    let lineFeeds = countOf(0x0a, in: bytes.extracting(0..<machine.consumed))
    return Found(
      entries: machine.entries, bad: machine.bad, consumed: machine.consumed, lineFeeds: lineFeeds)
  }

  private func found(_ index: CSVIndex, consumed: Int) -> Found {
    var quoted = index.quotedLineFeeds
    while let last = quoted.last, last >= consumed { quoted.removeLast() }
    return Found(
      entries: index.entries, consumed: consumed, lineFeeds: index.records + quoted.count,
      quotedLineFeeds: quoted)
  }

  /// Whether no record is longer than any may be; asks nothing of a buffer that could not hold one.
  private func fits(_ entries: [UInt32], _ count: Int) -> Bool {
    if count <= settings.longestRecord { return true }
    var start = 0
    for entry in entries where entry & CSVIndex.newline != 0 {
      let end = Int(entry & CSVIndex.offset)
      if end - start > settings.longestRecord { return false }
      start = end + 1
    }
    return count - start <= settings.longestRecord
  }

  private func chunk(_ found: Found) -> CSVChunk {
    let file = cursor.part.file
    let (buffer, line, offset) = cursor.take(found.consumed, lineFeeds: found.lineFeeds)
    return CSVChunk(
      buffer: buffer, entries: found.entries, bad: found.bad, count: found.consumed,
      quotedLineFeeds: found.quotedLineFeeds, file: file, line: line, offset: offset,
      layout: layout)
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
