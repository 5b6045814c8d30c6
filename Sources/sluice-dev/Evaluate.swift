import Bytes
import CommandKit
import Expressions
import Table

/// `sluice-dev evaluate`: expressions over rows, for the differential tests.
///
/// Reads lines of cells between tabs, with Postgres' escapes (`\t`, `\n`, `\r`, `\\`, and `\N` for null), and
/// answers each expression with one line:
///
/// ```
/// columns   n:integer   s:string
/// row       12          \N
/// evaluate  n > 3                  →  values  true
/// evaluate  nn > 3                 →  error PLN201: there is no column `nn` …
/// ```
/// A row that fails has its problem's code in place of the value, behind a `!`. Every expression is evaluated
/// over cells held as text, over numbers held as numbers, and over each row on its own, where every cell is a
/// constant; all must give the same.
struct Evaluate {
  private var schema = Schema([])
  private var rows: [[String?]] = []
  /// The rows in each form, made when the first expression comes.
  private var forms: (texts: Batch, numbers: Batch, constants: [Batch])?

  /// Answers everything on standard input.
  mutating func run() -> ExitCode {
    while let line = readLine() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
      switch cells[0] {
      case "columns":
        guard let fields = Evaluate.fields(cells.dropFirst()) else { return refuse(line) }
        schema = Schema(fields)
      case "row":
        guard cells.count == schema.count + 1 else { return refuse(line) }
        rows.append(Array(cells.dropFirst()))
        forms = nil
      case "evaluate":
        guard cells.count == 2, let text = cells[1] else { return refuse(line) }
        StandardStream.output.say(answer(text) + "\n")
      default: return refuse(line)
      }
    }
    return .clean
  }

  private func refuse(_ line: String) -> ExitCode {
    StandardStream.error.say("sluice-dev evaluate: no such line: \(line)\n")
    return .usage
  }

  private static func fields(_ cells: ArraySlice<String?>) -> [Schema.Field]? {
    var fields: [Schema.Field] = []
    for cell in cells {
      let parts = (cell ?? "").split(separator: ":")
      guard parts.count == 2, let type = ValueType(rawValue: String(parts[1])) else { return nil }
      fields.append(.init(String(parts[0]), type))
    }
    return fields
  }

  private mutating func answer(_ text: String) -> String {
    let forms = self.forms ?? made()
    self.forms = forms
    do throws(Problems) {
      let expression = try Expression.parse(text, at: nil).bind(to: schema)
      let first = values(expression, forms.texts)
      let second = values(expression, forms.numbers)
      let third = forms.constants.flatMap { values(expression, $0) }
      if first == second, first == third { return (["values"] + first).joined(separator: "\t") }
      return escaped("error: held as text \(first), as numbers \(second), as constants \(third)")
    } catch {
      return escaped(error.all.map(\.rendered).joined(separator: "; "))
    }
  }

  private func values(_ expression: BoundExpression, _ batch: Batch) -> [String] {
    var problems: [RowProblem] = []
    let (buffer, slices) = expression.evaluate(batch, &problems).texts(batch.rowCount)
    let failed = Dictionary(
      problems.map { ($0.row, $0.code.rawValue) }, uniquingKeysWith: { first, _ in first })
    return slices.enumerated().map { row, slice in
      if let code = failed[row] { return "!" + code }
      return slice.isPresent ? escaped(buffer.text(slice)) : "\\N"
    }
  }

  private func batch(asNumbers: Bool) -> Batch {
    let types = CellTypes(trueWords: ["true"], falseWords: ["false"])
    var problems: [RowProblem] = []
    let columns = schema.fields.enumerated().map { index, field in
      let buffer = ByteBuffer(capacity: 1024)
      let slices = rows.map { row -> Slice in
        guard let cell = row[index] else { return .null }
        let start = buffer.count
        buffer.append(cell)
        return Slice(start: start, length: buffer.count - start)
      }
      let column = types.column(slices, in: buffer, as: field.type, named: field.name, &problems)
      return asNumbers ? numbers(column, index) : column
    }
    return Batch(
      rowCount: rows.count, columns: columns,
      origins: rows.indices.map { Origin(file: 0, line: $0 + 1, offset: 0) })
  }

  private func made() -> (texts: Batch, numbers: Batch, constants: [Batch]) {
    let numbers = batch(asNumbers: true)
    return (batch(asNumbers: false), numbers, rows.indices.map { constants(numbers, row: $0) })
  }

  /// One row on its own, every cell a constant.
  private func constants(_ batch: Batch, row: Int) -> Batch {
    var one = batch
    for index in one.columns.indices {
      let column = one.columns[index]
      one.columns[index] = Column(column.type, .constant(column[row], 1))
    }
    one.rowCount = 1
    one.origins = [one.origins[row]]
    return one
  }

  /// Integers and doubles as stages hold them that computed them.
  private func numbers(_ column: Column, _ index: Int) -> Column {
    let presence = Presence(states: rows.map { $0[index] == nil ? 1 : 0 })
    switch column.type {
    case .integer:
      return Column(
        .integer, .integers(rows.map { $0[index].flatMap { Int64($0) } ?? 0 }, presence))
    case .double:
      return Column(
        .double, .doubles(rows.map { $0[index].flatMap { Double($0) } ?? 0 }, presence))
    case .string, .decimal, .boolean, .date, .timestamp, .json: return column
    }
  }

  private func unescaped(_ cell: Substring) -> String? {
    if cell == "\\N" { return nil }
    var text = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in cell.unicodeScalars {
      if isEscaped {
        text.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar == "t" ? "\t" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }

  private func escaped(_ cell: String) -> String {
    var text = ""
    for scalar in cell.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
