import Bytes
import Table

/// The flat table that Customer.io's Reverse ETL reads, and plain tables; NDJSON or CSV.
///
/// ```
/// {"userId":"u","anonymousId":null,"timestamp":"2025-01-15 10:30:00.123","plan":"pro"}
/// userId,anonymousId,timestamp,plan
/// u,,2025-01-15 10:30:00.123,pro
/// ```
/// Every row has every column: a null is `null`, or nothing between two commas, where an empty text is `""`.
struct FlatShape: MessageShape {
  /// One column of the table.
  enum Entry: Sendable {
    case text(String)
    case time(String)
    case object(String)
    /// The same in every row: a text, or a number.
    case constant(String, isNumber: Bool)
    /// A field's text as a number.
    case number(String)
    /// The attributes of a relationship, gathered in one object.
    case gathered
    case attribute(Int)
  }

  let columns: [(name: String, entry: Entry)]
  private let layout: MessageLayout
  private let isCSV: Bool
  private let members: AttributeMembers

  init(_ layout: MessageLayout) {
    self.layout = layout
    isCSV = layout.container == .csv
    columns = layout.wire == .csvImport ? FlatShape.imported(layout) : FlatShape.table(layout)
    var plain = layout
    plain.container = .ndjson
    members = AttributeMembers(plain, absent: nil)
  }

  /// The line of names; empty for NDJSON.
  func header(into output: ByteBuffer) {
    guard isCSV else { return }
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(0x2c) }
      output.append(AttributeCells.written(.text(column.name), .string, .csv, .iso8601))
    }
    output.append(0x0a)
  }

  func fill(_ template: inout RowTemplate, _ cells: MessageCells) {
    if !isCSV { template.open([]) }
    for (index, column) in columns.enumerated() {
      let lead = isCSV ? index == 0 ? [] : [0x2c] : JSONKey.lead(column.name)
      add(column.entry, lead, &template, cells)
    }
    if !isCSV { template.close() }
    template.literal([0x0a])
  }

  private func add(
    _ entry: Entry, _ lead: [UInt8], _ template: inout RowTemplate, _ cells: MessageCells
  ) {
    let absent: AbsentForm = isCSV ? .lead : .null
    switch entry {
    case .text(let name):
      guard let text = cells.texts[name] else { return }
      template.cell(
        lead, .slices(text.buffer, text.slices), as: isCSV ? .csv : .jsonString, absent: absent)
    case .number(let name):
      guard let text = cells.texts[name] else { return }
      template.cell(lead, .slices(text.buffer, text.slices), as: .verbatim, absent: absent)
    case .time(let name):
      guard let instants = cells.times[name] else { return }
      let form: CellForm = layout.wire == .csvImport ? .unixSeconds : .snowflake
      template.cell(lead, .instants(instants), as: form, absent: absent, isCSV ? [] : [.quoted])
    case .object(let name):
      guard let text = cells.objects[name] else { return }
      template.cell(
        lead, .slices(text.buffer, text.slices), as: isCSV ? .csv : .json, absent: absent)
    case .constant(let text, let isNumber):
      let quotes = isCSV || isNumber ? "" : "\""
      template.literal(lead + Array("\(quotes)\(text)\(quotes)".utf8))
    case .gathered:
      let objects = gathered(cells)
      template.cell(
        lead, .slices(objects.buffer, objects.slices), as: isCSV ? .csv : .json, absent: absent)
    case .attribute(let index):
      let column = cells.batch.columns[layout.attributes[index].source.column]
      let value = AttributeCells(
        column, as: isCSV ? .csv : .json, times: layout.wire.timeForm, measures ? [.measured] : [])
      template.attribute(lead, value, absent: absent)
    }
  }

  private var measures: Bool {
    layout.kind.attributes?.isLimited == true && layout.severity(.attributeValueSize) != nil
  }

  /// One JSON object a row of all attributes.
  private func gathered(_ cells: MessageCells) -> TextCells {
    var inner = RowTemplate()
    inner.open([])
    members.add(to: &inner, cells.batch)
    inner.close()
    let buffer = ByteBuffer(capacity: cells.batch.rowCount * 64)
    var slices: [Slice] = []
    slices.reserveCapacity(cells.batch.rowCount)
    inner.withWriter(rows: cells.batch.rowCount, to: buffer) { writer in
      for row in 0..<cells.batch.rowCount {
        let start = buffer.count
        let line = writer.write(row, to: buffer)
        slices.append(Slice(start: start, length: line.length))
      }
    }
    return TextCells(buffer: buffer, slices: slices)
  }
}
