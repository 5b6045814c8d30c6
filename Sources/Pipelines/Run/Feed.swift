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

  /// The reader of one part, from the first time that it is asked to its end.
  private final class Part: Sendable {
    private let state: Mutex<State>

    private enum State {
      case unread(@Sendable () -> Reader)
      case open(Reader)
      case atEnd
    }

    init(_ open: @escaping @Sendable () -> Reader) { state = Mutex(.unread(open)) }

    func next() throws(Problem) -> Item? {
      try state.withLock { (state: inout State) throws(Problem) -> Item? in
        if case .unread(let open) = state { state = .open(open()) }
        guard case .open(let reader) = state else { return nil }
        let item: Item? =
          switch reader {
          case .csv(let reader): try reader.next().map(Item.csv)
          case .ndjson(let reader): try reader.next().map(Item.ndjson)
          case .batches(let source): try source.next().map(Item.pending)
          }
        if item == nil { state = .atEnd }
        return item
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
        Part {
          .csv(
            CSVReader(
              part, schema: input.schema, dialect: input.dialect, header: input.headerNames,
              settings: settings))
        }
      }
      parser = .csv(
        CSVParser(schema: input.schema, needed: needed, first: first, dialect: input.dialect))
    case .ndjson:
      self.parts = parts.map { part in Part { .ndjson(NDJSONReader(part, settings: settings)) } }
      parser = .ndjson(
        NDJSONParser(schema: input.schema, needed: needed, first: first, dialect: input.dialect))
    }
  }

  init(_ source: any BatchSource) {
    parts = [Part { .batches(source) }]
    parser = .none
  }

  var partCount: Int { parts.count }

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
