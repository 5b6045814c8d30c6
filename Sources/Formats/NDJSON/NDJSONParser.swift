import Bytes
import Table

/// Makes batches of NDJSON chunks: members to cells, cells to the types that were declared.
///
/// A column without a declared type keeps its values as JSON text: they leave as they came.
public struct NDJSONParser: Sendable {
  private let schema: Schema
  private let columns: NeededColumns
  private let members: JSONMembers
  private let cells: CellTypes

  /// - Parameter needed: the columns that some stage asks for.
  /// - Parameter first: those of them that choose rows; the rest waits in ``ParsedChunk/rest``.
  public init(schema: Schema, needed: Set<Int>, first: Set<Int>? = nil, dialect: Dialect) {
    self.schema = schema
    columns = NeededColumns(needed, first: first)
    members = JSONMembers(names: schema.names)
    cells = dialect.cellTypes
  }

  /// The rows of a chunk; lines that are no object, or break a declared type, become rejects.
  public func parse(_ chunk: NDJSONChunk) -> ParsedChunk {
    chunk.source?.readAhead()
    let (lines, origins, tooLong) = split(chunk)
    var walk = walkObjects(lines, in: chunk.buffer, members)
    var problems = tooLong.map {
      RowProblem(row: $0, .recordTooLong, "the line is longer than any record may be")
    }
    problems += walk.faults.map { fault in
      let byte = fault.at - lines[fault.row].range.lowerBound + 1
      return RowProblem(
        row: fault.row, NDJSONParser.code(fault.fault),
        NDJSONParser.message(fault.fault, at: byte), byte: byte)
    }
    for fault in walk.faults {
      for column in walk.cells.indices { walk.cells[column][fault.row] = .missing }
    }
    problems += invalidText(chunk, lines)
    let hasReturns = countOf(0x0d, in: chunk.buffer.bytes(Slice(start: 0, length: chunk.count))) > 0
    let batch = Batch(
      rowCount: lines.count, columns: schema.fields.map { .pruned($0.type) }, origins: origins,
      raw: (chunk.buffer, lines))
    var parsed = columns.parsed(
      batch, rejects: [], problems, rowsRead: lines.count, bytes: chunk.count
    ) { [walk] index, picked, problems in
      let all = walk.cells[index]
      let slices = picked.map { $0.map { all[Int($0)] } } ?? all
      return column(slices, chunk.buffer, schema[index], hasReturns, &problems)
    }
    parsed.unknownKeys = walk.unknown.map {
      (unescapedKey(chunk.buffer.text($0.key)), origins[$0.row])
    }
    return parsed
  }

  /// Lines that are not blank, without their line ends, and the rows that are too long.
  private func split(
    _ chunk: NDJSONChunk
  ) -> (lines: [Slice], origins: [Origin], tooLong: [Int]) {
    var lines: [Slice] = []
    var origins: [Origin] = []
    var tooLong: [Int] = []
    let lineEnds = chunk.lineEnds
    lines.reserveCapacity(lineEnds.count)
    origins.reserveCapacity(lineEnds.count)
    let bytes = chunk.buffer.bytes
    var start = 0
    var line = chunk.line
    for entry in lineEnds {
      let isWholeLine = entry & CSVIndex.newline != 0
      let isBad = entry & CSVIndex.bad != 0
      let lineEnd = Int(entry & CSVIndex.offset)
      var end = lineEnd
      if end > start, bytes[end - 1] == 0x0d, isWholeLine || !isBad { end -= 1 }
      if end > start {
        if isBad { tooLong.append(lines.count) }
        lines.append(Slice(start: start, length: end - start))
        origins.append(Origin(file: chunk.file, line: line, offset: chunk.offset + start))
      }
      line += isWholeLine ? 1 : 0
      start = isWholeLine ? lineEnd + 1 : lineEnd
    }
    return (lines, origins, tooLong)
  }

  private func column(
    _ slices: [Slice], _ buffer: ByteBuffer, _ field: Schema.Field, _ hasReturns: Bool,
    _ problems: inout [RowProblem]
  ) -> Column {
    if field.type == .json {
      var values = slices
      if hasReturns { _ = checkJSON(&values, in: buffer) }
      return Column(.json, .json(buffer, values))
    }
    var texts = slices
    buffer.unescapeJSON(&texts)
    return cells.column(texts, in: buffer, as: field.type, named: field.name, &problems)
  }

  private func invalidText(_ chunk: NDJSONChunk, _ lines: [Slice]) -> [RowProblem] {
    let bytes = chunk.buffer.bytes
    guard firstInvalidUTF8(bytes.extracting(0..<chunk.count)) != nil else { return [] }
    var problems: [RowProblem] = []
    for (row, slice) in lines.enumerated() {
      if let at = firstInvalidUTF8(bytes.extracting(slice.range)) {
        problems.append(
          RowProblem(
            row: row, .invalidUTF8, "byte \(at + 1) of the row is not valid UTF-8", byte: at + 1))
      }
    }
    return problems
  }

  static func code(_ fault: JSONFault) -> ProblemCode {
    switch fault {
    case .syntax: .jsonSyntax
    case .depth: .jsonTooDeep
    case .notObject: .jsonNotObject
    case .duplicateKey: .jsonDuplicateKey
    }
  }

  static func message(_ fault: JSONFault, at byte: Int) -> String {
    switch fault {
    case .syntax: "the line is not valid JSON (byte \(byte))"
    case .depth: "the value is nested deeper than 512 levels (byte \(byte))"
    case .notObject: "the line is JSON, but not an object"
    case .duplicateKey: "a key comes twice (byte \(byte))"
    }
  }
}

/// A JSON key as text, from the bytes between its quotes.
func unescapedKey(_ raw: String) -> String {
  let buffer = ByteBuffer("\"\(raw)\"")
  return buffer.text(buffer.unescapeJSON(Slice(start: 0, length: buffer.count)))
}
