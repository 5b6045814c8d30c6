import Bytes
import Table

/// How the value of an attribute's column is written.
enum AttributeCells {
  case cells(RowCells, CellForm, CellOptions)
  /// The same bytes in every row.
  case constant([UInt8])
  /// No row has a value.
  case absent(isMissing: Bool)

  /// What the values are written into.
  enum Style {
    case json
    case csv
    /// JSON in which every value is a string.
    case jsonText
  }

  init(_ column: Column, as style: Style, times: WireForm.TimeForm, _ options: CellOptions) {
    let quoted: CellOptions = style == .jsonText ? [.quoted] : []
    switch column.values {
    case .pruned: self = .absent(isMissing: true)
    case .text(let buffer, let slices):
      let form: CellForm =
        style == .csv ? .csv : column.type.isNumber ? .verbatim : .jsonString
      self = .cells(
        .slices(buffer, slices), form, form == .verbatim ? quoted : options)
    case .json(let buffer, let slices):
      if style == .csv {
        let texts = buffer.unescapedJSON(slices)
        self = .cells(.slices(texts.buffer, texts.slices), .csv, options)
      } else {
        self = .cells(.slices(buffer, slices), .json, options)
      }
    case .integers(let values, let presence):
      self = .cells(.integers(values, states: presence.states), .integer, quoted)
    case .doubles:
      let cells = TextCells.of(column, rows: column.count ?? 0).cells
      self = .cells(.slices(cells.buffer, cells.slices), .verbatim, quoted)
    case .booleans(let values): self = .cells(.truths(values.map(\.rawValue)), .boolean, quoted)
    case .instants(let values):
      let form = AttributeCells.form(of: column.type, times)
      let quotes: CellOptions = style == .csv ? [] : form == .unixSeconds ? quoted : [.quoted]
      self = .cells(.instants(values), form, quotes)
    case .constant(.null, _): self = .absent(isMissing: false)
    case .constant(.missing, _): self = .absent(isMissing: true)
    case .constant(let value, _):
      self = .constant(AttributeCells.written(value, column.type, style, times))
    }
  }

  private static func form(of type: ValueType, _ times: WireForm.TimeForm) -> CellForm {
    switch times {
    case .unixSeconds: .unixSeconds
    case .iso8601: type == .date ? .isoDate : .iso8601
    case .snowflake: type == .date ? .isoDate : .snowflake
    }
  }

  /// One value as its column would write it: through a column of one row.
  static func written(
    _ value: Value, _ type: ValueType, _ style: Style, _ times: WireForm.TimeForm
  ) -> [UInt8] {
    let values: Column.Values
    switch value {
    case .null, .missing: return []
    case .instant(let instant): values = .instants([instant])
    case .boolean(let truth): values = .booleans([Truth(truth)])
    case .integer(let number): values = .integers([number], .all)
    case .double(let number): values = .doubles([number], .all)
    case .text(let text), .decimal(let text):
      let buffer = ByteBuffer(text)
      values = .text(buffer, [Slice(start: 0, length: buffer.count)])
    case .json(let text):
      let buffer = ByteBuffer(text)
      values = .json(buffer, [Slice(start: 0, length: buffer.count)])
    }
    let kind: ValueType = if case .text = value { .string } else { type }
    guard
      case .cells(let cells, let form, let options) = AttributeCells(
        Column(kind, values), as: style, times: times, [])
    else { return [] }
    var template = RowTemplate()
    template.cell([], cells, as: form, absent: .null, options)
    let output = ByteBuffer()
    template.withWriter(rows: 1, to: output) { writer in _ = writer.write(0, to: output) }
    return Array(output.bytes)
  }
}

extension Array where Element == UInt8 {
  init(_ span: Span<UInt8>) {
    self = []
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }
}

extension RowTemplate {
  /// Adds an attribute behind its lead, whatever form its column has.
  mutating func attribute(_ lead: [UInt8], _ value: AttributeCells, absent: AbsentForm) {
    switch value {
    case .cells(let cells, let form, let options):
      cell(lead, cells, as: form, absent: absent, options)
    case .constant(let bytes): literal(lead + bytes)
    case .absent(let isMissing):
      switch absent {
      case .omitted: break
      case .null: if !isMissing { literal(lead + Array("null".utf8)) }
      case .nullAlways: literal(lead + Array("null".utf8))
      case .lead: literal(lead)
      }
    }
  }
}
