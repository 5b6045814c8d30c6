import Bytes
import Table

/// Makes batches of chunks: fields to cells, cells to the types that were declared.
///
/// Has no state of its own; chunks are parsed on any thread, in any order.
public struct CSVParser: Sendable {
  private let schema: Schema
  /// Which columns some stage asks for; the others are never looked at.
  private let isNeeded: [Bool]
  private let dialect: Dialect
  private let words: CellWords
  private let cells: CellTypes

  public init(schema: Schema, needed: Set<Int>, dialect: Dialect) {
    self.schema = schema
    isNeeded = schema.fields.indices.map(needed.contains)
    self.dialect = dialect
    words = CellWords(dialect)
    cells = dialect.cellTypes
  }

  /// The rows of a chunk; those that break the grammar or a declared type become rejects.
  public func parse(_ chunk: CSVChunk) -> ParsedChunk {
    let escapes =
      dialect.escape != .doubled
      && countOf(0x5c, in: chunk.buffer.bytes(Slice(start: 0, length: chunk.count))) > 0
    let rows = CSVRows(chunk, escapesLineEnds: escapes && dialect.escape == .backslash)
    // A byte that is not UTF-8 is the cause of whatever else is wrong with its row.
    var problems = invalidText(chunk, rows)
    var columns: [Column] = []
    columns.reserveCapacity(schema.count)
    for (index, field) in schema.fields.enumerated() {
      guard isNeeded[index] else {
        columns.append(.pruned(field.type))
        continue
      }
      guard let position = chunk.layout.fields[index] else {
        columns.append(Column(field.type, .constant(.missing, rows.count)))
        continue
      }
      let slices = cut(chunk, rows, position, backslash: escapes ? dialect.backslash : .none)
      columns.append(
        cells.column(slices, in: chunk.buffer, as: field.type, named: field.name, &problems))
    }
    let batch = Batch(
      rowCount: rows.count, columns: columns, origins: rows.origins(chunk),
      raw: (chunk.buffer, rows.raw))
    var parsed = ParsedChunk(
      batch: batch, rejects: rows.rejects, rowsRead: rows.count + rows.rejects.count,
      bytes: chunk.count)
    parsed.reject(problems)
    return parsed
  }

  /// The cells of one field in every row.
  private func cut(
    _ chunk: CSVChunk, _ rows: CSVRows, _ position: Int, backslash: CSVBackslash
  ) -> [Slice] {
    var slices: [Slice] = []
    slices.reserveCapacity(rows.count)
    var rewritten: [Int] = []
    let isLast = position == rows.width - 1
    do {
      let bytes = chunk.buffer.bytes
      let ends = rows.ends.span
      let quote = dialect.quote
      var at = position
      for row in 0..<rows.count {
        let start =
          position == 0 ? Int(rows.starts[row]) : Int(ends[at &- 1] & CSVIndex.offset) &+ 1
        let end = isLast ? rows.raw[row].range.upperBound : Int(ends[at] & CSVIndex.offset)
        at = at &+ rows.width
        let count = end &- start
        if count > 0, bytes[start] == quote {
          rewritten.append(row)
          slices.append(Slice(start: start, length: count))
        } else if words.mayBeNull(count), words.isNull(bytes.extracting(start..<end)) {
          slices.append(.null)
        } else {
          if backslash == .everywhere, count > 1 { rewritten.append(row) }
          slices.append(Slice(start: start, length: count))
        }
      }
    }
    for row in rewritten {
      let content = chunk.buffer.unquoteCSV(
        slices[row], delimiter: dialect.delimiter, quote: dialect.quote, backslash: backslash)
      let isNull =
        dialect.quotedNulls && words.mayBeNull(content.count)
        && words.isNull(chunk.buffer.bytes(content))
      slices[row] = isNull ? .null : content
    }
    return slices
  }

  /// Rows with a byte that is not UTF-8; the whole chunk is looked at once, rows only if it has any.
  private func invalidText(_ chunk: CSVChunk, _ rows: CSVRows) -> [RowProblem] {
    let bytes = chunk.buffer.bytes
    guard firstInvalidUTF8(bytes.extracting(0..<chunk.count)) != nil else { return [] }
    var problems: [RowProblem] = []
    for (row, slice) in rows.raw.enumerated() {
      if let at = firstInvalidUTF8(bytes.extracting(slice.range)) {
        problems.append(
          RowProblem(
            row: row, .invalidUTF8, "byte \(at + 1) of the row is not valid UTF-8", byte: at + 1))
      }
    }
    return problems
  }
}
