import Formats
import StageKit
import Table

/// A dialect by its name.
public struct DialectPreset: OptionValue {
  public let dialect: Dialect

  public static func decode(_ node: Node) throws(Problems) -> DialectPreset {
    let name = try String.decode(node)
    if let dialect = Dialect.presets.first(where: { $0.name == name }) {
      return DialectPreset(dialect: dialect)
    }
    throw Problems(
      Problem(
        .badChoice, "no dialect is called \"\(name)\"", at: node.place,
        hint: Suggestion.hint(for: name, among: Dialect.presets.map(\.name))))
  }
  public static var shape: Shape { .choice(Dialect.presets.map(\.name)) }
  public var written: String? { dialect.name }
}

extension Dialect.Escape: Choice {}
