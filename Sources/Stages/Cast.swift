import Expressions
import StageKit
import Table

/// Gives columns a type after the fact.
///
/// Names and places of columns stay; a value that does not fit rejects its row, or becomes null. Rows keep their
/// order; a batch at a time.
public enum Cast: Stage {
  public struct Options: Sendable {
    public var types = CastTypes()
    public init() {}
  }

  /// What becomes of a value that does not fit.
  public enum OnError: String, Choice {
    case reject
    case null
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "cast", "Gives columns a type after the fact.", .columns,
    fields: [
      Field(
        "types", \.types,
        "A type for each column or pattern, the first match wins; `on_error: null` makes values that do not fit null.",
        required: true)
    ],
    shorthand: true,
    notes: [
      "Types: " + ValueType.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".",
      "A number with a fraction becomes a whole number by rounding, halves away from zero, as in SQL.",
      "A `types:` entry of an input does the same while reading.",
      "SQL: `CAST(x AS t)`, and `TRY_CAST` with `on_error: null`.",
    ],
    examples: [
      Example(
        "what does not fit becomes null", "cast: { \"n_*\": integer, on_error: null }",
        given: "n_a,n_b\n1,x\n,2\n", expect: "n_a,n_b\n1,\n,2\n"),
      Example(
        "a row that does not fit is rejected", "cast: { n: integer }", given: "n\n1\nx\n3\n",
        expect: "n\n1\n3\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var projection = Projection(context.schema)
    var problems: [Problem] = []
    var seen = Set<Int>()
    var summary: [String] = []
    let function = options.types.onError == .null ? "TRY_CAST" : "CAST"
    for entry in options.types.entries {
      do throws(Problems) {
        for position in try entry.columns.positions(in: context.schema)
        where seen.insert(position).inserted && context.schema[position].type != entry.type {
          let name = context.schema[position].name
          let text = "\(function)(\(name.asColumn) AS \(entry.type.rawValue))"
          let cast = try ExpressionText.made(text, at: entry.columns.place)
          projection.replace(position, try cast.expression.bind(to: context.schema))
        }
        summary.append("\(entry.columns.text) to \(entry.type.rawValue)")
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return [projection.stage("cast", summary.joined(separator: ", "))]
  }
}
