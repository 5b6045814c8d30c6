import Bytes
import StageKit
import Table

/// A few rows of one input: CSV without quotes, where an empty cell is null and `""` an empty text.
struct Rows: Sendable {
  var schema: Schema
  var batches: [Batch]

  init(_ csv: String, types: [String: ValueType] = [:], batchRows: Int = 1000) {
    var lines = csv.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let names = lines.removeFirst().split(separator: ",", omittingEmptySubsequences: false)
    let cells = lines.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    schema = Schema(names.map { Schema.Field(String($0), types[String($0)] ?? .string) })
    batches = []
    var start = 0
    repeat {
      let end = min(start + batchRows, cells.count)
      let columns = schema.fields.enumerated().map { (index, field) in
        Column.cells(cells[start..<end].map { $0[index] }, field.type)
      }
      batches.append(
        Batch(
          rowCount: end - start, columns: columns,
          origins: (start..<end).map { Origin(file: 0, line: $0 + 2, offset: 0) }))
      start = end
    } while start < cells.count
  }

  /// Without the columns that nobody asks for.
  func pruned(to needed: Set<Int>) -> Rows {
    var rows = self
    for batch in rows.batches.indices {
      for column in schema.fields.indices where !needed.contains(column) {
        rows.batches[batch].columns[column] = .pruned(schema[column].type)
      }
    }
    return rows
  }
}

extension Column {
  /// Cells in the form that a CSV reader gives them.
  static func cells(_ texts: [String], _ type: ValueType) -> Column {
    let buffer = ByteBuffer()
    let slices = texts.map { text -> Slice in
      if text.isEmpty { return .null }
      let start = buffer.count
      if text != "\"\"" { buffer.append(text) }
      return Slice(start: start, length: buffer.count - start)
    }
    switch type {
    case .string, .integer, .decimal, .double: return Column(type, .text(buffer, slices))
    case .json: return Column(type, .json(buffer, slices))
    case .boolean:
      return Column(type, .booleans(texts.map { $0.isEmpty ? .null : Truth($0 == "true") }))
    case .date, .timestamp:
      return Column(type, .instants(parseInstants(slices, in: buffer).instants))
    }
  }
}

extension Value {
  /// As the tests write it: null is nothing, an empty text `""`.
  var written: String {
    switch self {
    case .null: return ""
    case .missing: return "<missing>"
    case .text(let text): return text.isEmpty ? "\"\"" : text
    case .integer(let number): return String(number)
    case .decimal(let text), .json(let text): return text
    case .double(let number): return "\(number)"
    case .boolean(let truth): return String(truth)
    case .instant(let instant):
      let text = ByteBuffer()
      text.append(iso8601: instant)
      return text.text
    }
  }
}
