import Bytes
import Table

extension StageReport {
  /// Takes the rows with problems out of a batch and keeps them as rejects, each once, in row order.
  ///
  /// - Returns: the positions that stay, or nil when nothing had to go.
  @discardableResult
  public mutating func reject(_ problems: [RowProblem], from batch: inout Batch) -> [UInt32]? {
    guard !problems.isEmpty else { return nil }
    var marks = [UInt8](repeating: 1, count: batch.rowCount)
    var first: [RowProblem] = []
    for problem in problems where marks[problem.row] == 1 {
      marks[problem.row] = 0
      first.append(problem)
    }
    reject(first.sorted { $0.row < $1.row }, of: batch)
    let kept = indices(ofOnes: marks)
    batch.gather(kept)
    return kept
  }

  /// Keeps rows as rejects that the caller takes out of the batch itself; one problem a row.
  public mutating func reject(_ problems: [RowProblem], of batch: Batch) {
    counts.rejected += problems.count
    rejects += problems.map { Reject($0, of: batch) }
  }
}
