import CommandKit
import StageKit
import Table

/// A number of bytes as people write it: `4096`, `500MB`, `256MiB`.
public struct ByteSize: OptionValue, Equatable {
  public let bytes: Int

  public static func decode(_ node: Node) throws(Problems) -> ByteSize {
    let text = try String.decode(node)
    do throws(ByteCountError) { return ByteSize(bytes: try ByteCount.parse(text)) } catch {
      throw Problems(
        Problem(
          .wrongShape, "\(error.message), found \"\(text)\"", at: node.place, hint: error.hint))
    }
  }
  public static var shape: Shape { .named("size") }
  public var written: String? { String(bytes) }
}
