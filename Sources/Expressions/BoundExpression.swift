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
    return column
  }

  /// Its truth in every row.
  public func truths(_ batch: Batch, _ problems: inout [RowProblem]) -> [Truth] {
    kernel.evaluate(batch, &problems).truths(batch.rowCount)
  }
}
