import Bytes
import Table

/// Makes batches of chunks: fields to cells, cells to the types that were declared.
///
/// Has no state of its own; chunks are parsed on any thread, in any order.
public struct CSVParser: Sendable {
  private let schema: Schema
  private let columns: NeededColumns
  private let dialect: Dialect
  private let style: CSVCells
  private let cells: CellTypes

  /// - Parameter needed: the columns that some stage asks for; the others are never looked at.
  /// - Parameter first: those of them that choose rows; the rest waits in ``ParsedChunk/rest``.
  public init(schema: Schema, needed: Set<Int>, first: Set<Int>? = nil, dialect: Dialect) {
    self.schema = schema
    columns = NeededColumns(needed, first: first)
    self.dialect = dialect
    style = dialect.cells
    cells = dialect.cellTypes
  }

  /// The rows of a chunk; those that break the grammar or a declared type become rejects.
  public func parse(_ chunk: CSVChunk) -> ParsedChunk {
    chunk.source?.readAhead()
    let escapes =
      dialect.escape != .doubled
      && countOf(0x5c, in: chunk.buffer.bytes(Slice(start: 0, length: chunk.count))) > 0
    let rows = CSVRows(chunk, escapesLineEnds: escapes && dialect.escape == .backslash)
    let matrix = rows.matrix
    // A byte that is not UTF-8 is the cause of whatever else is wrong with its row.
    let problems = invalidText(chunk, matrix.rows)
    let batch = Batch(
      rowCount: matrix.rows.count, columns: schema.fields.map { .pruned($0.type) },
      origins: rows.origins, raw: (chunk.buffer, matrix.rows))
    return columns.parsed(
      batch, rejects: rows.rejects, problems,
      rowsRead: matrix.rows.count + rows.rejects.count, bytes: chunk.count
    ) { index, picked, problems in
      let field = schema[index]
      guard let position = chunk.layout.fields[index] else {
        return Column(field.type, .constant(.missing, picked?.count ?? matrix.rows.count))
      }
      return cells.column(
        matrix.cells(position, style, of: picked), in: chunk.buffer, as: field.type,
        named: field.name, &problems)
    }
  }

  /// Rows with a byte that is not UTF-8; the whole chunk is looked at once, rows only if it has any.
  private func invalidText(_ chunk: CSVChunk, _ rows: [Slice]) -> [RowProblem] {
    let bytes = chunk.buffer.bytes
    guard firstInvalidUTF8(bytes.extracting(0..<chunk.count)) != nil else { return [] }
    var problems: [RowProblem] = []
    for (row, slice) in rows.enumerated() {
      if let at = firstInvalidUTF8(bytes.extracting(slice.range)) {
        problems.append(
          RowProblem(
            row: row, .invalidUTF8, "byte \(at + 1) of the row is not valid UTF-8", byte: at + 1))
      }
    }
    return problems
  }
}
