import Bytes

/// A row that could not go on, as it is kept in the rejects file.
public struct Reject: Sendable {
  /// A stable code: a ``ProblemCode``, or that of a rule that is data.
  public var code: String
  /// Why, in words.
  public var reason: String
  public var origin: Origin
  /// The column of data at fault.
  public var field: String?
  /// 1-based byte of the row, where the fault is at one.
  public var byte: Int?
  /// The row as it stood in the file.
  public var raw: (buffer: ByteBuffer, slice: Slice)?

  public init(
    code: String, reason: String, origin: Origin, field: String? = nil, byte: Int? = nil,
    raw: (buffer: ByteBuffer, slice: Slice)? = nil
  ) {
    self.code = code
    self.reason = reason
    self.origin = origin
    self.field = field
    self.byte = byte
    self.raw = raw
  }

  /// The reject that a row's problem amounts to.
  public init(_ problem: RowProblem, of batch: Batch) {
    self.init(
      code: problem.rule ?? problem.code.rawValue, reason: problem.message,
      origin: batch.origins[problem.row], field: problem.field, byte: problem.byte,
      raw: batch.raw.map { ($0.buffer, $0.rows[problem.row]) })
  }
}
