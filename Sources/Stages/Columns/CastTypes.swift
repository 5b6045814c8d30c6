import StageKit
import Table

/// The map of `cast:`: a type for each column or pattern, and what becomes of values that do not fit.
public struct CastTypes: OptionValue {
  public struct Entry: Sendable {
    public var columns: NamePattern
    public var type: ValueType
  }

  public var entries: [Entry] = []
  public var onError = Cast.OnError.reject

  public init() {}

  static let policyKey = "on_error"

  public static func decode(_ node: Node) throws(Problems) -> CastTypes {
    guard let written = node.entries else {
      throw .wrongShape(
        node, expected: "a map of column or pattern to type", hint: "for example: { age: integer }")
    }
    var types = CastTypes()
    var problems: [Problem] = []
    for entry in written {
      do throws(Problems) {
        if entry.key == policyKey {
          types.onError = try Cast.OnError.decode(entry.value)
        } else {
          types.entries.append(
            Entry(
              columns: NamePattern(entry.key, at: entry.keyPlace),
              type: try ValueType.decode(entry.value)))
        }
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return types
  }

  public static var shape: Shape { .map(.either([ValueType.shape, Cast.OnError.shape])) }
  public var written: String? { nil }
}
