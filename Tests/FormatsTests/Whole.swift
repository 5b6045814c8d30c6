import Bytes
import Table

@testable import Formats

/// What a reader made of whole files, in a form that tests can compare and print.
struct Whole: Equatable {
  struct Row: Equatable {
    var cells: [Value]
    var file = 0
    var line: Int
    var offset: Int
    var raw: [UInt8]
  }

  struct Rejected: Equatable {
    var code: String
    var reason: String
    var field: String?
    var line: Int
    var offset: Int
    var raw: [UInt8]
  }

  var rows: [Row] = []
  var rejects: [Rejected] = []
  var rowsRead = 0
  var bytes = 0
  /// Why a part could not be read to its end.
  var failure: String?

  /// The texts of cells; `nil` for null, `<missing>` for missing.
  var texts: [[String?]] { rows.map { $0.cells.map(Whole.text) } }
  var codes: [String] { rejects.map(\.code) }
  var rejectedTexts: [String] { rejects.map { String(decoding: $0.raw, as: UTF8.self) } }

  static func text(_ value: Value) -> String? {
    switch value {
    case .null: nil
    case .missing: "<missing>"
    case .text(let text), .decimal(let text), .json(let text): text
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .boolean(let truth): String(truth)
    case .instant(let instant): "\(instant.seconds).\(instant.nanoseconds)"
    }
  }

  mutating func add(_ parsed: ParsedChunk) {
    rowsRead += parsed.rowsRead
    bytes += parsed.bytes
    let batch = parsed.batch
    for row in 0..<batch.rowCount {
      let origin = batch.origins[row]
      rows.append(
        Row(
          cells: batch.columns.map { $0[row] }, file: origin.file, line: origin.line,
          offset: Int(origin.offset),
          raw: batch.raw.map { Whole.array($0.buffer, $0.rows[row]) } ?? []))
    }
    for reject in parsed.rejects {
      rejects.append(
        Rejected(
          code: reject.code, reason: reject.reason, field: reject.field, line: reject.origin.line,
          offset: Int(reject.origin.offset),
          raw: reject.raw.map { Whole.array($0.buffer, $0.slice) } ?? []))
    }
  }

  private static func array(_ buffer: ByteBuffer, _ slice: Slice) -> [UInt8] {
    let bytes = buffer.bytes(slice)
    return bytes.indices.map { bytes[$0] }
  }
}

/// How a test has its bytes read.
struct Reading {
  var dialect = Dialect.standard
  /// Nil: the names of the first part's header.
  var columns: [String]?
  var types: [String: ValueType] = [:]
  var header: [String]?
  var chunkBytes = 1 << 24
  var pieceBytes = Int.max
  var longestRecord = 1 << 24
  var usesIndex = true
  /// Whether chunks are parsed once all are read.
  var parsesLater = false
  /// Whether reading fails where the bytes end.
  var isDamaged = false

  static let plain: Reading = {
    var reading = Reading()
    reading.dialect.nulls = []
    return reading
  }()

  func csv(_ text: String) throws -> Whole { try csv([Array(text.utf8)]) }

  func csv(_ files: [[UInt8]]) throws -> Whole {
    let parts = inputParts(files)
    let names = try columns ?? header ?? CSVHeader.read(of: parts[0], dialect, settings).names
    let schema = Schema(names.map { Schema.Field($0, types[$0] ?? .string) })
    let parser = CSVParser(schema: schema, needed: Set(schema.fields.indices), dialect: dialect)
    var whole = Whole()
    for part in parts {
      let reader = CSVReader(
        part, schema: schema, dialect: dialect, header: header, settings: settings)
      // Where a chunk ends is found by its parser, or by the reader when that comes first.
      var chunks: [CSVChunk] = []
      try untilDamage(&whole) { whole in
        while let chunk = try reader.next() {
          if parsesLater { chunks.append(chunk) } else { whole.add(parser.parse(chunk)) }
        }
      }
      for chunk in chunks { whole.add(parser.parse(chunk)) }
    }
    return whole
  }

  func ndjson(_ text: String) throws -> Whole { try ndjson([Array(text.utf8)]) }

  func ndjson(_ files: [[UInt8]]) throws -> Whole {
    let parts = inputParts(files)
    let names = try columns ?? NDJSONKeys.sample(parts[0])
    let schema = Schema(names.map { Schema.Field($0, types[$0] ?? .json) })
    let parser = NDJSONParser(
      schema: schema, needed: Set(schema.fields.indices), dialect: dialect)
    var whole = Whole()
    for part in parts {
      let reader = NDJSONReader(part, settings: settings)
      try untilDamage(&whole) { whole in
        while let chunk = try reader.next() { whole.add(parser.parse(chunk)) }
      }
    }
    return whole
  }

  private func untilDamage(
    _ whole: inout Whole, _ read: (inout Whole) throws -> Void
  ) throws {
    do { try read(&whole) } catch let problem as Problem where isDamaged {
      whole.failure = problem.code.rawValue
    }
  }

  private var settings: ReaderSettings {
    var settings = ReaderSettings()
    settings.chunkBytes = chunkBytes
    settings.longestRecord = longestRecord
    settings.usesIndex = usesIndex
    return settings
  }

  private func inputParts(_ files: [[UInt8]]) -> [InputPart] {
    files.enumerated().map { index, bytes in
      let buffer = ByteBuffer(capacity: bytes.count)
      buffer.append(bytes)
      let isDamaged = isDamaged
      let pieceBytes = pieceBytes
      return InputPart(name: "part-\(index)", file: index) {
        let source = MemorySource(buffer, pieceBytes: pieceBytes)
        return isDamaged ? DamagedSource(source) : source
      }
    }
  }
}

/// Fails where another source ends.
private final class DamagedSource: ByteSource {
  private let source: MemorySource

  init(_ source: MemorySource) { self.source = source }

  func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int {
    let read = source.read(into: buffer, upTo: count)
    if read == 0 { throw Problem(.gzipTruncated, "the file ends too early") }
    return read
  }
}
