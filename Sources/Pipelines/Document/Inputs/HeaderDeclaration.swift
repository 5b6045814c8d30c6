import StageKit
import Table

/// Where a CSV file's column names stand.
public enum HeaderDeclaration: OptionValue {
  /// In its first record.
  case present
  /// In the pipeline: the file begins with data.
  case names([String])

  public static func decode(_ node: Node) throws(Problems) -> HeaderDeclaration {
    if node.items != nil {
      let names = try [String].decode(node)
      if names.isEmpty { throw Problems(noNames(node)) }
      return .names(names)
    }
    guard case .scalar(let text, false) = node.value, let isPresent = Bool(text) else {
      throw .wrongShape(node, expected: "`true` or a list of column names")
    }
    if !isPresent { throw Problems(noNames(node)) }
    return .present
  }

  public static var shape: Shape { .either([.boolean, .list(.text)]) }

  public var written: String? {
    switch self {
    case .present: "true"
    case .names(let names): names.written
    }
  }

  private static func noNames(_ node: Node) -> Problem {
    Problem(
      .badValue, "a file without a header line needs names for its columns", at: node.place,
      hint: "write them in their order: header: [id, email, created_at]")
  }
}
