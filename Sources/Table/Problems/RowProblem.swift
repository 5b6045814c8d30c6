/// Why one row of a batch cannot go on; becomes a line of the rejects file.
public struct RowProblem: Sendable, Equatable {
  /// Index into the batch.
  public var row: Int
  public var code: ProblemCode
  public var message: String
  /// The column at fault, when it is one.
  public var field: String?
  /// 1-based byte of the row as it stands in the file, where the fault is at one.
  public var byte: Int?
  /// The stable code of a rule that is data, such as a limit of Customer.io; wins over `code` in reports.
  public var rule: String?

  public init(
    row: Int, _ code: ProblemCode, _ message: String, field: String? = nil, byte: Int? = nil,
    rule: String? = nil
  ) {
    self.row = row
    self.code = code
    self.message = message
    self.field = field
    self.byte = byte
    self.rule = rule
  }
}
