import Bytes

/// Up to some thousand rows of one stream, held as columns in the order of the stream's schema.
public struct Batch: Sendable {
  public var rowCount: Int
  public var columns: [Column]
  /// One a row, in row order.
  public var origins: [Origin]
  /// The rows as they stood in the file, while its bytes are still in memory.
  public var raw: (buffer: ByteBuffer, rows: [Slice])?

  public init(
    rowCount: Int, columns: [Column], origins: [Origin],
    raw: (buffer: ByteBuffer, rows: [Slice])? = nil
  ) {
    self.rowCount = rowCount
    self.columns = columns
    self.origins = origins
    self.raw = raw
  }

  /// Keeps the rows at `rows`, in that order.
  public mutating func gather(_ rows: [UInt32]) {
    for index in columns.indices { columns[index] = columns[index].gathered(rows) }
    let before = origins
    origins = rows.map { before[Int($0)] }
    if let raw { self.raw = (raw.buffer, rows.map { raw.rows[Int($0)] }) }
    rowCount = rows.count
  }

  /// Keeps the rows that are marked with 1.
  public mutating func keep(_ marks: [UInt8]) {
    let kept = Bytes.indices(ofOnes: marks)
    if kept.count < rowCount { gather(kept) }
  }
}
