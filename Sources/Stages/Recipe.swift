import StageKit
import Table

/// A named list of stages with parameters.
///
/// What it does to rows and columns, its memory and its order are those of its stages, which `sluice plan` shows
/// one by one.
public enum Recipe: Stage {
  public struct Options: Sendable {
    public var name = Located("", at: Place(file: ""))
    public var parameters: AnyNode?
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "recipe", "Runs a named list of stages with parameters.", .recipes,
    fields: [
      Field("name", \.name, "Which recipe.", required: true, shape: .choice(names)),
      Field("with", \.parameters, "Its parameters by name."),
    ],
    notes: CustomerIOIdentify.notes,
    examples: CustomerIOIdentify.examples)

  private static let names = [CustomerIOIdentify.name]

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    guard options.name.value == CustomerIOIdentify.name else {
      throw Problems(unknown(options.name))
    }
    let node = options.parameters?.node ?? Node(.map([]), at: context.place)
    return try CustomerIOIdentify.bind(node, context)
  }

  // Problems.

  private static func unknown(_ name: Located<String>) -> Problem {
    Problem(
      .unknownRecipe, "there is no recipe `\(name.value)`", at: name.place,
      hint: Suggestion.hint(for: name.value, among: names))
  }
}
