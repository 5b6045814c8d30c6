import Bytes
import Table

/// An expression whose columns are positions and whose types are known; evaluated a batch at a time.
public struct BoundExpression: Sendable {
  public let type: ValueType
  /// Positions in the schema that it reads.
  public let columns: Set<Int>
  private let kernel: Kernel

  init(_ typed: TypedKernel) {
    type = typed.type
    kernel = typed.kernel
    columns = typed.kernel.columns
  }

  /// The position, when it is a column and nothing else.
  public var columnIndex: Int? {
    if case .column(let index) = kernel { return index }
    return nil
  }

  /// Whether it reads no column.
  public var isConstant: Bool { columns.isEmpty }

  /// Its value in every row.
  ///
  /// - Parameter problems: gets an entry for each row that it fails on; such a row's value is null.
  public func evaluate(_ batch: Batch, _ problems: inout [RowProblem]) -> Column {
    var column = kernel.evaluate(batch, &problems)
    column.type = type
    // A column on its own keeps telling missing from null; whatever is computed is a value or null.
    return columnIndex == nil ? column.missingAsNull : column
  }

  /// Its truth in every row.
  public func truths(_ batch: Batch, _ problems: inout [RowProblem]) -> [Truth] {
    kernel.evaluate(batch, &problems).truths(batch.rowCount)
  }
}

extension Column {
  /// The same values, null where there was no cell.
  fileprivate var missingAsNull: Column {
    switch values {
    case .text(let buffer, let slices) where slices.contains { $0.isMissing }:
      Column(type, .text(buffer, slices.map { $0.isMissing ? .null : $0 }))
    case .json(let buffer, let slices) where slices.contains { $0.isMissing }:
      Column(type, .json(buffer, slices.map { $0.isMissing ? .null : $0 }))
    case .integers(let values, let presence) where presence.states.contains(2):
      Column(type, .integers(values, Presence(states: presence.states.map { min($0, 1) })))
    case .doubles(let values, let presence) where presence.states.contains(2):
      Column(type, .doubles(values, Presence(states: presence.states.map { min($0, 1) })))
    case .booleans(let truths) where truths.contains(.missing):
      Column(type, .booleans(truths.map { $0 == .missing ? .null : $0 }))
    case .instants(let instants) where instants.contains(.missing):
      Column(type, .instants(instants.map { $0 == .missing ? .null : $0 }))
    case .constant(.missing, let count): Column(type, .constant(.null, count))
    case .pruned, .text, .json, .integers, .doubles, .booleans, .instants, .constant: self
    }
  }
}
