import CustomerIO

/// One thing that is wrong at one place; its members are the stable shape of `--json`.
public struct Finding: Sendable, Equatable {
  public var code: FindingCode
  public var severity: Rule.Severity
  public var file: String
  /// 1-based; nil for what concerns a file as a whole.
  public var line: Int?
  /// 1-based byte in the row, where the fault is at one.
  public var column: Int?
  /// The column, attribute or field at fault.
  public var field: String?
  /// One sentence without a full stop.
  public var message: String
  /// The beginning of the row.
  public var excerpt: String?

  public var hint: String { code.cure }
}

/// Where a file's findings are before the file's name is known: its number in the run and its line.
struct Note: Sendable {
  var code: FindingCode
  var severity: Rule.Severity
  var file: Int
  var line: Int?
  var column: Int?
  var field: String?
  var message: String
  var excerpt: String?
}
