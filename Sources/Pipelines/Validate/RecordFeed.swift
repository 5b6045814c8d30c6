import Formats
import Synchronization
import Table

/// The chunks of one file, and what makes rows of them.
final class RecordFeed: Sendable {
  /// What one thread takes at a time.
  enum Item: Sendable {
    case csv(CSVChunk)
    case ndjson(NDJSONChunk)
  }

  private enum Reader {
    case csv(CSVReader)
    case ndjson(NDJSONReader)
  }

  private let reader: Mutex<Reader>
  private let csv: CSVParser
  private let ndjson: NDJSONParser

  /// - Parameter schema: the columns that rows are cut into, as text or as JSON.
  init(_ part: InputPart, _ subject: Subject, schema: Schema, _ settings: ReaderSettings) {
    let needed = Set(schema.fields.indices)
    csv = CSVParser(schema: schema, needed: needed, dialect: subject.dialect)
    ndjson = NDJSONParser(schema: schema, needed: needed, dialect: subject.dialect)
    switch subject.container {
    case .csv:
      reader = Mutex(
        .csv(
          CSVReader(
            part, schema: schema, dialect: subject.dialect,
            header: subject.declared.hasHeader ? nil : schema.names, settings: settings)))
    case .ndjson: reader = Mutex(.ndjson(NDJSONReader(part, settings: settings)))
    }
  }

  func next() throws(Problem) -> Item? {
    try reader.withLock { (reader: inout Reader) throws(Problem) -> Item? in
      switch reader {
      case .csv(let reader):
        guard let chunk = try reader.next() else { return nil }
        return .csv(chunk)
      case .ndjson(let reader):
        guard let chunk = try reader.next() else { return nil }
        return .ndjson(chunk)
      }
    }
  }

  /// Makes rows of an item, on any thread.
  func parse(_ item: Item) -> ParsedChunk {
    switch item {
    case .csv(let chunk): csv.parse(chunk)
    case .ndjson(let chunk): ndjson.parse(chunk)
    }
  }
}
