import Bytes
import Table

/// Which columns of an input some stage asks for: those that choose rows first, the others of the rows that are left.
///
/// A row that the leading filters leave out costs two or three cells, whatever its width.
struct NeededColumns: Sendable {
  /// Makes one column of all rows of a chunk, or of some.
  typealias Make =
    @Sendable (_ index: Int, _ picked: [UInt32]?, _ problems: inout [RowProblem]) -> Column

  private let first: [Int]
  private let later: [Int]

  init(_ needed: Set<Int>, first: Set<Int>?) {
    self.first = (first ?? needed).sorted()
    later = first.map { needed.subtracting($0).sorted() } ?? []
  }

  /// - Parameter batch: the rows of a chunk, all columns pruned.
  /// - Parameter problems: of rows that cannot go on.
  func parsed(
    _ batch: Batch, rejects: [Reject], _ problems: [RowProblem], rowsRead: Int, bytes: Int,
    _ make: @escaping Make
  ) -> ParsedChunk {
    var batch = batch
    var problems = problems
    for index in first { batch.columns[index] = make(index, nil, &problems) }
    if !later.isEmpty {
      let numbers = (0..<batch.rowCount).map { Int64(truncatingIfNeeded: $0) }
      batch.columns.append(Column(.integer, .integers(numbers, .all)))
    }
    var parsed = ParsedChunk(batch: batch, rejects: rejects, rowsRead: rowsRead, bytes: bytes)
    parsed.reject(problems)
    if !later.isEmpty { parsed.rest = RestOfChunk(columns: later, make: make) }
    return parsed
  }
}

/// The columns of a chunk that are still to be made, of the rows that are left by then.
public struct RestOfChunk: Sendable {
  fileprivate let columns: [Int]
  fileprivate let make: NeededColumns.Make

  /// Makes them for the rows of a batch, which may have lost some since it was parsed.
  ///
  /// - Returns: the rows whose cells do not have their declared types; they are taken out of the batch.
  public func complete(_ batch: inout Batch) -> [Reject] {
    guard case .integers(let numbers, _)? = batch.columns.popLast()?.values else { return [] }
    let rows = numbers.map { UInt32(truncatingIfNeeded: $0) }
    var problems: [RowProblem] = []
    for index in columns { batch.columns[index] = make(index, rows, &problems) }
    var parsed = ParsedChunk(batch: batch, rejects: [], rowsRead: 0, bytes: 0)
    parsed.reject(problems)
    batch = parsed.batch
    return parsed.rejects
  }
}
