import StageKit
import Table

/// When an output goes on in a new file.
public struct Split: DeclaredOptions, OptionValue, Equatable {
  public var rows: Int?
  public var bytes: ByteSize?

  public init() {}

  public static let fields: [Field<Split>] = [
    Field("rows", \.rows, "At most this many rows a file."),
    Field("bytes", \.bytes, "At most this many bytes a file before compression, such as `500MB`."),
  ]

  public static func decode(_ node: Node) throws(Problems) -> Split {
    let split = try read(node, of: "split")
    if split.rows == nil, split.bytes == nil {
      throw Problems(
        Problem(
          .missingKey, "`split` needs `rows` or `bytes`", at: node.place,
          hint: "for example: split: { rows: 1000000 }"))
    }
    if split.rows ?? 1 < 1 || split.bytes?.bytes ?? 1 < 1 {
      throw Problems(Problem(.badValue, "a part holds at least 1", at: node.place))
    }
    return split
  }
  public static var shape: Shape { .named("split") }
  public var written: String? { nil }
}
