import Bytes
import CustomerIO
import Table

/// A small table to encode: columns by name, with what each field or attribute takes.
struct Rows {
  var names: [String] = []
  var columns: [Column] = []
  var count = 0

  init(_ columns: KeyValuePairs<String, Column>) {
    for (name, column) in columns {
      names.append(name)
      self.columns.append(column)
      count = column.count ?? count
    }
  }

  var batch: Batch {
    Batch(
      rowCount: count, columns: columns,
      origins: (0..<count).map { Origin(file: 0, line: $0 + 2, offset: 0) })
  }

  /// Every column whose name is one of the kind's fields is that field; the others are attributes.
  func layout(_ kind: MessageKind, as wire: WireForm) -> MessageLayout {
    var layout = MessageLayout(kind, as: wire)
    for (index, name) in names.enumerated() {
      let type = columns[index].type
      if kind.field(named: name)?.needs[wire] != nil {
        layout.fields[name] = .init(column: index, type: type)
      } else {
        layout.attributes.append(.init(name, column: index, type: type))
      }
    }
    return layout
  }

  struct Outcome {
    var lines: [String]
    var problems: [RowProblem]
    var findings: FindingCounts
    var line: String { lines.first ?? "" }
    var rules: [String] { problems.compactMap(\.rule) }
  }

  func encoded(_ layout: MessageLayout) throws -> Outcome {
    let encoder = try MessageEncoder(layout)
    let output = ByteBuffer()
    encoder.header(into: output)
    var problems: [RowProblem] = []
    var findings = FindingCounts()
    _ = encoder.encode(batch, into: output, &problems, &findings)
    let lines = output.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return Outcome(lines: lines.map(String.init), problems: problems, findings: findings)
  }

  func encoded(_ kind: MessageKind, as wire: WireForm) throws -> Outcome {
    try encoded(layout(kind, as: wire))
  }
}

extension Column {
  static func text(_ values: String?..., type: ValueType = .string) -> Column {
    texts(values, type)
  }

  static func texts(_ values: [String?], _ type: ValueType = .string) -> Column {
    let (buffer, slices) = packed(values)
    return Column(type, .text(buffer, slices))
  }

  static func json(_ values: String?...) -> Column {
    let (buffer, slices) = packed(values)
    return Column(.json, .json(buffer, slices))
  }

  static func integers(_ values: Int64...) -> Column {
    Column(.integer, .integers(values, .all))
  }

  static func doubles(_ values: Double...) -> Column { Column(.double, .doubles(values, .all)) }
  static func truths(_ values: Truth...) -> Column { Column(.boolean, .booleans(values)) }

  static func times(_ values: String?..., type: ValueType = .timestamp) -> Column {
    Column(
      type,
      .instants(
        values.map { text in
          guard let text else { return .null }
          return parseInstant(ByteBuffer(text).bytes) ?? .missing
        }))
  }

  private static func packed(_ values: [String?]) -> (ByteBuffer, [Slice]) {
    let buffer = ByteBuffer()
    var slices: [Slice] = []
    for value in values {
      guard let value else {
        slices.append(.null)
        continue
      }
      let start = buffer.count
      buffer.append(value)
      slices.append(Slice(start: start, length: buffer.count - start))
    }
    return (buffer, slices)
  }
}
