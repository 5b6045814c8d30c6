import Table

/// What a worker made of a chunk.
public struct ParsedChunk: Sendable {
  /// The rows that can go on.
  public var batch: Batch
  /// The rows that cannot, in file order.
  public var rejects: [Reject]
  /// All rows of the chunk.
  public var rowsRead: Int
  /// Decompressed bytes of the chunk.
  public var bytes: Int
  /// Names of keys that the schema does not have, with the first row that has them.
  public var unknownKeys: [(name: String, origin: Origin)]
  /// The columns that wait until rows have been chosen; the batch has the rows' numbers as a last column then.
  public var rest: RestOfChunk?

  init(batch: Batch, rejects: [Reject], rowsRead: Int, bytes: Int) {
    self.batch = batch
    self.rejects = rejects
    self.rowsRead = rowsRead
    self.bytes = bytes
    unknownKeys = []
  }
}

extension ParsedChunk {
  /// Takes the rows with problems out of the batch and keeps them as rejects, in row order.
  mutating func reject(_ problems: [RowProblem]) {
    guard !problems.isEmpty else { return }
    var first: [Int: RowProblem] = [:]
    for problem in problems where first[problem.row] == nil { first[problem.row] = problem }
    var marks = [UInt8](repeating: 1, count: batch.rowCount)
    for row in first.keys { marks[row] = 0 }
    let found = first.values.map { Reject($0, of: batch) }
    rejects = (rejects + found).sorted { $0.origin.offset < $1.origin.offset }
    batch.keep(marks)
  }
}
