import StageKit
import Table

/// What is promised about the columns of an input.
public enum ColumnContract: OptionValue {
  /// They may come and go.
  case evolve
  /// A new or a missing one stops the plan.
  case freeze
  /// These must be there; others may come and go.
  case require([Located<String>])

  private struct Options: DeclaredOptions {
    var require: [Located<String>] = []

    static let fields: [Field<Options>] = [
      Field("require", \.require, "The columns that must be there.", required: true)
    ]
  }

  private enum Word: String, Choice {
    case evolve, freeze
  }

  public static func decode(_ node: Node) throws(Problems) -> ColumnContract {
    if node.entries != nil { return .require(try Options.read(node, of: "columns").require) }
    switch try Word.decode(node) {
    case .evolve: return .evolve
    case .freeze: return .freeze
    }
  }

  public static var shape: Shape { .either([Word.shape, .named("required_columns")]) }

  public var written: String? {
    switch self {
    case .evolve: "evolve"
    case .freeze: "freeze"
    case .require(let names):
      "{ require: [" + names.map(\.value).joined(separator: ", ") + "] }"
    }
  }
}
