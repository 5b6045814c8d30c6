import Expressions
import StageKit
import Table

/// Adds columns or replaces them, each by an expression.
///
/// Entries are worked off in the order they are written, so a later one sees what an earlier one made. New
/// columns stand behind the others, a replaced one keeps its place. Rows keep their order; a batch at a time.
public enum Derive: Stage {
  public struct Options: Sendable {
    public var columns = OrderedMap<ExpressionText>()
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "derive", "Adds or replaces columns.", .columns,
    fields: [
      Field(
        "columns", \.columns,
        "The columns by name, each with its expression; later ones see earlier ones.",
        required: true)
    ],
    shorthand: true,
    notes: [
      "A row for which an expression cannot be computed, such as a division by zero, is rejected.",
      "SQL: `SELECT *, expression AS name`.",
    ],
    examples: [
      Example(
        "a later entry sees an earlier one",
        "derive: { name: trim(name), greeting: \"'Hi ' || name\" }",
        given: "id,name\n1, Ann \n2,\n", expect: "id,name,greeting\n1,Ann,Hi Ann\n2,,\n"),
      Example(
        "a number from text", "derive: { total: price * count }",
        given: "price,count\n2.50,3\n", types: "{ price: decimal, count: integer }",
        expect: "price,count,total\n2.50,3,7.50\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var projection = Projection(context.schema)
    var problems: [Problem] = []
    // What builds on a column with a mistake is not looked at, so that each mistake is said once.
    var broken = Set<String>()
    for entry in options.columns.entries {
      guard broken.isDisjoint(with: entry.value.expression.columnNames) else {
        broken.insert(entry.key)
        continue
      }
      do throws(Problems) {
        let bound = try entry.value.expression.bind(to: projection.output)
        if let position = projection.output.index(of: entry.key) {
          projection.replace(position, bound)
        } else {
          projection.append(entry.key, bound)
        }
        broken.remove(entry.key)
      } catch {
        broken.insert(entry.key)
        problems += error.all
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    let summary = options.columns.entries.map { "\($0.key) = \($0.value.text)" }
    return [projection.stage("derive", summary.joined(separator: ", "))]
  }
}
