import Bytes
import CustomerIO
import Formats
import Table

// What is noted of a row, and where in it.
extension ChunkCheck {
  /// Notes that a row breaks a rule, if the rule holds for the wire form.
  ///
  /// - Parameter at: where in the buffer the fault is; without it, where the field's value begins.
  mutating func broke(
    _ code: RuleCode, _ row: Int, _ field: String?, at: Int? = nil,
    _ message: @autoclosure () -> String
  ) {
    guard let severity = severities[code.index] else { return }
    note(.rule(code), severity, row, field, at, message())
  }

  /// Notes a fault of the row itself.
  mutating func fault(
    _ code: ProblemCode, _ row: Int, _ field: String?, at: Int? = nil,
    _ message: @autoclosure () -> String
  ) {
    note(.problem(code), .error, row, field, at, message())
  }

  private mutating func note(
    _ code: FindingCode, _ severity: Rule.Severity, _ row: Int, _ field: String?, _ at: Int?,
    _ message: @autoclosure () -> String
  ) {
    if severity == .error { marks[row] = 1 }
    guard tally.count(code, severity) else { return }
    let column = (at ?? start(of: field, row)).map { $0 - lineStart(row) + 1 }
    tally.keep(
      Note(
        code: code, severity: severity, file: file, line: batch.origins[row].line, column: column,
        field: field, message: message(), excerpt: ChunkCheck.excerpt(buffer, rows[row])))
  }

  /// Messages of a request stand in its line.
  private func lineStart(_ row: Int) -> Int {
    lineStarts.isEmpty ? rows[row].range.lowerBound : lineStarts[row]
  }

  /// Where in the buffer a field's value begins; nil where the row has none.
  private func start(of field: String?, _ row: Int) -> Int? {
    guard let index = field.flatMap(schema.index) else { return nil }
    switch subject.container {
    case .csv:
      let record = rows[row]
      return subject.dialect.start(ofField: index, in: buffer.bytes(record)).map {
        record.range.lowerBound + $0
      }
    case .ndjson:
      guard case .json(_, let slices) = batch.columns[index].values, slices[row].isPresent else {
        return nil
      }
      let start = slices[row].range.lowerBound
      // A value of several lines was copied to one.
      return rows[row].range.contains(start) ? start : nil
    }
  }

  /// The beginning of a row, at most 200 bytes on one line.
  static func excerpt(_ buffer: ByteBuffer, _ row: Slice) -> String {
    let text = buffer.text(Slice(start: row.range.lowerBound, length: min(row.count, 200)))
    return row.count > 200 ? text + "…" : text
  }
}
