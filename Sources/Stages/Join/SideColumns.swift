import Bytes
import StageKit
import Table

/// What a join keeps of its other side: keys and taken columns as packed records, and the columns again.
struct SideColumns: Sendable {
  private let plan: JoinPlan
  private let types: [ValueType]
  /// Taken columns that somebody reads, by position among the taken ones.
  private let read: [Int]
  let forms: [PackedField.Form]

  /// - Parameter batch: one of the side's; the columns that it has pruned are those that nobody reads. An input
  ///   without any has none, and its columns are null.
  init(_ plan: JoinPlan, _ batch: Batch?) {
    self.plan = plan
    types = plan.taken.map { plan.sideSchema[$0].type }
    read = plan.taken.indices.filter { batch?.columns[plan.taken[$0]].isPruned != true }
    forms = read.map { [types] index in SideColumns.form(types[index]) }
  }

  private static func form(_ type: ValueType) -> PackedField.Form {
    switch type {
    case .boolean: .truth
    case .date, .timestamp: .instant
    case .string, .integer, .decimal, .double, .json: .text
    }
  }

  /// Packs a batch of the side; rows without a key have no record.
  func packed(
    _ batch: Batch, _ keys: (buffer: ByteBuffer, keys: [Slice]), _ prefixes: HexPrefixes
  ) -> PackedRecords {
    PackedRecords(
      key: keys,
      fields: read.map { index in
        SideColumns.field(batch.columns[plan.taken[index]], types[index], batch.rowCount)
      }, prefixes, isLinked: true)
  }

  private static func field(_ column: Column, _ type: ValueType, _ count: Int) -> PackedField {
    let column = column.spread(count)
    switch (form(type), column.values) {
    case (.truth, .booleans(let truths)): return .truths(truths.map(\.rawValue))
    case (.instant, .instants(let instants)): return .instants(instants)
    case (.text, .json(let buffer, let slices)): return .text(buffer, slices)
    case (.text, _):
      let (buffer, slices) = column.texts(count)
      return .text(buffer, slices)
    // The reader gives every column of a type in one form; anything else has no value.
    case (.truth, _): return .truths([UInt8](repeating: Truth.null.rawValue, count: count))
    case (.instant, _): return .instants([Instant](repeating: .null, count: count))
    }
  }

  /// The taken columns of some records; nulls where the number is 0.
  func columns(_ table: RecordTable, _ records: [UInt32]) -> [Column] {
    var columns = types.map { Column.pruned($0) }
    for (field, index) in read.enumerated() {
      let type = types[index]
      switch table.field(field, of: records) {
      case .text(let buffer, let cells):
        columns[index] = Column(type, type == .json ? .json(buffer, cells) : .text(buffer, cells))
      case .truths(let values):
        columns[index] = Column(type, .booleans(values.map { Truth(rawValue: $0) ?? .null }))
      case .instants(let values): columns[index] = Column(type, .instants(values))
      }
    }
    return columns
  }
}
