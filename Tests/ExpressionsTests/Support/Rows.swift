import Bytes
import Expressions
import Table

/// A few rows for expressions to look at.
struct Rows {
  let schema: Schema
  let batch: Batch

  /// One row that has no columns, for expressions of literals.
  static let none = Rows([])

  init(_ columns: [(name: String, type: ValueType, values: [Value])]) {
    schema = Schema(columns.map { Schema.Field($0.name, $0.type) })
    let count = columns.first?.values.count ?? 1
    batch = Batch(
      rowCount: count, columns: columns.map { Rows.column($0.type, $0.values) },
      origins: (0..<count).map { Origin(file: 0, line: $0 + 1, offset: 0) })
  }

  /// A column in the form that a reader gives it.
  static func column(_ type: ValueType, _ values: [Value]) -> Column {
    switch type {
    case .boolean:
      return Column(
        type,
        .booleans(
          values.map { value in
            switch value {
            case .boolean(let truth): Truth(truth)
            case .missing: .missing
            default: .null
            }
          }))
    case .date, .timestamp:
      return Column(
        type,
        .instants(
          values.map { value in
            switch value {
            case .instant(let instant): instant
            case .missing: .missing
            default: .null
            }
          }))
    case .string, .integer, .decimal, .double, .json:
      let buffer = ByteBuffer(capacity: 64)
      let slices = values.map { value -> Slice in
        let start = buffer.count
        switch value {
        case .text(let text), .decimal(let text), .json(let text): buffer.append(text)
        case .integer(let number): buffer.append(integer: number)
        case .double(let number): buffer.append("\(number)")
        case .missing: return .missing
        case .null, .boolean, .instant: return .null
        }
        return Slice(start: start, length: buffer.count - start)
      }
      return Column(type, type == .json ? .json(buffer, slices) : .text(buffer, slices))
    }
  }

  /// What an expression gives, row by row, as text; `null`, `missing`, or a problem's code.
  func texts(_ expression: String) throws -> [String] {
    let bound = try Expression.parse(expression, at: nil).bind(to: schema)
    var problems: [RowProblem] = []
    let column = bound.evaluate(batch, &problems)
    let (buffer, slices) = column.texts(batch.rowCount)
    return slices.indices.map { row in
      if let problem = problems.first(where: { $0.row == row }) { return problem.code.rawValue }
      if slices[row].isPresent { return buffer.text(slices[row]) }
      return slices[row].isMissing ? "missing" : "null"
    }
  }

  func text(_ expression: String) throws -> String { try texts(expression)[0] }

  func type(_ expression: String) throws -> ValueType {
    try Expression.parse(expression, at: nil).bind(to: schema).type
  }

  /// Everything that is wrong with an expression, as people read it.
  func mistakes(_ expression: String) -> [String] {
    do throws(Problems) {
      let place = Place(file: "p.yaml", line: 1, column: 1)
      _ = try Expression.parse(expression, at: place).bind(to: schema)
      return []
    } catch {
      return error.all.map(\.rendered)
    }
  }
}
