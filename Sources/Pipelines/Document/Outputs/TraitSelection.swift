import StageKit
import Table

/// Which columns a message carries besides its fields.
public enum TraitSelection: OptionValue {
  /// Every column that no field uses.
  case others
  /// These names and patterns, in this order.
  case only([Located<String>])
  /// Every column that no field uses, without these names and patterns.
  case except([Located<String>])

  private struct Options: DeclaredOptions {
    var except: [Located<String>] = []

    static let fields: [Field<Options>] = [
      Field("except", \.except, "The columns and patterns to leave out.", required: true)
    ]
  }

  public static func decode(_ node: Node) throws(Problems) -> TraitSelection {
    if node.isNull { return .others }
    if node.entries != nil { return .except(try Options.read(node, of: "traits").except) }
    return .only(try [Located<String>].decode(node))
  }

  public static var shape: Shape { .either([.text, .list(.text), .named("trait_exceptions")]) }
  public var written: String? { nil }
}
