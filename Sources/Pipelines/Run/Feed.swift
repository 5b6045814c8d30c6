import Formats
import StageKit
import Synchronization
import Table

/// Where the batches of a segment come from: the chunks of files, or what a blocking stage laid aside.
///
/// The parts of an input can be read side by side, each by one thread at a time.
final class Feed: Sendable {
  /// What one thread takes at a time.
  enum Item: Sendable {
    case csv(CSVChunk)
    case ndjson(NDJSONChunk)
    case pending(PendingBatch)
    /// What was read before the segment began.
    case ahead(ReadAhead.Item)
  }

  private enum Reader {
    case csv(CSVReader)
    case ndjson(NDJSONReader)
    case batches(any BatchSource)
  }

  private enum Parser: Sendable {
    case csv(CSVParser)
    case ndjson(NDJSONParser)
    case none
  }

  /// The reader of one part; it opens its file when it is first asked, and lets go of it at the end.
  private final class Part: Sendable {
    let expectedBytes: Int
    private let reader: Mutex<Reader>

    init(_ reader: sending Reader, _ expectedBytes: Int = 0) {
      self.reader = Mutex(reader)
      self.expectedBytes = expectedBytes
    }

    func next() throws(Problem) -> Item? {
      try reader.withLock { (reader: inout Reader) throws(Problem) -> Item? in
        switch reader {
        case .csv(let reader): try reader.next().map(Item.csv)
        case .ndjson(let reader): try reader.next().map(Item.ndjson)
        case .batches(let source): try source.next().map(Item.pending)
        }
      }
    }
  }

  private let parts: [Part]
  private let parser: Parser

  /// The rows of files.
  ///
  /// - Parameter first: the columns that leading filters read; the others wait for them.
  init(
    _ input: PlannedInput, needed: Set<Int>, first: Set<Int>? = nil, parts: [InputPart],
    settings: ReaderSettings
  ) {
    switch input.format {
    case .csv:
      self.parts = parts.map { part in
        Part(
          .csv(
            CSVReader(
              part, schema: input.schema, dialect: input.dialect, header: input.headerNames,
              settings: settings)), part.expectedBytes)
      }
      parser = .csv(
        CSVParser(schema: input.schema, needed: needed, first: first, dialect: input.dialect))
    case .ndjson:
      self.parts = parts.map {
        Part(.ndjson(NDJSONReader($0, settings: settings)), $0.expectedBytes)
      }
      parser = .ndjson(
        NDJSONParser(schema: input.schema, needed: needed, first: first, dialect: input.dialect))
    }
  }

  init(_ source: any BatchSource) {
    parts = [Part(.batches(source))]
    parser = .none
  }

  var partCount: Int { parts.count }

  /// A guess of how much a part has to read; 0 when unknown.
  func expectedBytes(part: Int) -> Int { parts[part].expectedBytes }

  /// The next item of a part, or nil at its end.
  func next(part: Int) throws(Problem) -> Item? { try parts[part].next() }

  /// Makes rows of an item, on any thread.
  func parse(_ item: Item, _ report: inout StageReport) throws(Problem) -> ParsedItem {
    switch (item, parser) {
    case (.csv(let chunk), .csv(let parser)): return .chunk(parser.parse(chunk))
    case (.ndjson(let chunk), .ndjson(let parser)): return .chunk(parser.parse(chunk))
    case (.pending(let pending), _): return .batch(try pending.load(&report))
    default: return .batch(Batch(rowCount: 0, columns: [], origins: []))
    }
  }

  enum ParsedItem: Sendable {
    case chunk(ParsedChunk)
    case batch(Batch)
  }
}

/// Laid-aside rows as a source: what another pipeline emitted.
final class CapturedRows: BatchSource {
  private let rows: SpilledRows
  private let position = Mutex(0)

  init(_ rows: SpilledRows) { self.rows = rows }

  func next() -> PendingBatch? {
    let index = position.withLock { next in
      next += 1
      return next - 1
    }
    let frames = rows.frames
    guard index < frames.count else { return nil }
    return PendingBatch { [rows, frame = frames[index]] (_) throws(Problem) in
      try rows.read(frame)
    }
  }
}
