import Expressions
import StageKit
import Table

/// Chooses the columns that go on, in the order they are written.
///
/// A pattern stands for all columns that match and are not chosen yet, in their order. Expressions see the columns
/// that came. Rows keep their order; a batch at a time.
public enum Select: Stage {
  public struct Options: Sendable {
    public var columns: [SelectItem] = []
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "select", "Chooses the columns that go on, in order, and adds new ones.", .columns,
    fields: [
      Field(
        "columns", \.columns,
        "Columns by name, patterns with `*` and `?`, or `{ new: expression }`.", required: true)
    ],
    shorthand: true,
    notes: [
      "A pattern leaves out what is chosen already: `[email, \"*\"]` puts `email` first.",
      "SQL: `SELECT a, expression AS b`.",
    ],
    examples: [
      Example(
        "names, a pattern and an expression",
        "select: [id, \"address_*\", { email: lower(email) }]",
        given: "email,address_city,id,address_zip,note\nA@X.io,Bonn,7,53111,vip\n",
        expect: "id,address_city,address_zip,email\n7,Bonn,53111,a@x.io\n"),
      Example(
        "one column to the front", "select: [email, \"*\"]",
        given: "id,email,name\n1,a@x.io,Ann\n", expect: "email,id,name\na@x.io,1,Ann\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var projection = Projection(context.schema)
    var chosen: [(name: String, position: Int)] = []
    var names = Set<String>()
    var problems: [Problem] = []

    func add(_ name: String, _ position: Int, _ place: Place) {
      guard names.insert(name).inserted else {
        problems.append(twice(name, place))
        return
      }
      chosen.append((name, position))
    }

    for item in options.columns {
      do throws(Problems) {
        switch item {
        case .columns(let pattern):
          for position in try found(pattern, context.schema) {
            let name = context.schema[position].name
            if pattern.hasWildcard, names.contains(name) { continue }
            add(name, position, pattern.place)
          }
        case .computed(let map):
          for entry in map.entries {
            let bound = try entry.value.expression.bind(to: context.schema)
            add(entry.key, projection.append(entry.key, bound), entry.keyPlace)
          }
        }
      } catch { problems += error.all }
    }
    if problems.isEmpty, chosen.isEmpty { problems.append(nothingLeft(context)) }
    if !problems.isEmpty { throw Problems(problems) }
    projection.arrange(chosen)
    return [projection.stage("select", chosen.map(\.name).joined(separator: ", "))]
  }

  private static func found(_ pattern: NamePattern, _ schema: Schema) throws(Problems) -> [Int] {
    do throws(Problems) { return try pattern.positions(in: schema) } catch {
      throw pattern.text.contains("(") ? Problems(unnamed(pattern)) : error
    }
  }

  // Problems.

  private static func twice(_ name: String, _ place: Place) -> Problem {
    Problem(
      .nameClash, "`\(name)` is chosen twice", at: place,
      hint: "to replace a column, name it before the pattern that holds it, or use `derive`")
  }

  private static func unnamed(_ pattern: NamePattern) -> Problem {
    Problem(
      .unknownColumn, "there is no column `\(pattern.text)`", at: pattern.place,
      hint: "an expression needs a name: { name: \(pattern.text) }")
  }

  private static func nothingLeft(_ context: BindContext) -> Problem {
    Problem(.wrongShape, "`select` chooses no column", at: context.place)
  }
}
