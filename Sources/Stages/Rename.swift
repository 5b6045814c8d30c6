import StageKit
import Table

/// Gives columns other names; they keep their places.
///
/// All names change at once, so two columns may swap theirs. No data is touched.
public enum Rename: Stage {
  public struct Options: Sendable {
    public var names = OrderedMap<Located<String>>()
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "rename", "Gives columns other names.", .columns,
    fields: [
      Field("names", \.names, "A map of old name to new name.", required: true)
    ],
    shorthand: true,
    notes: [
      "Two columns of one name are a mistake, found before anything is read.",
      "SQL: `SELECT old AS new`.",
    ],
    examples: [
      Example(
        "one column", "rename: { _created_at: created_at }",
        given: "id,_created_at\n1,2024-01-02\n", expect: "id,created_at\n1,2024-01-02\n"),
      Example(
        "two that swap", "rename: { a: b, b: a }", given: "a,b\n1,2\n", expect: "b,a\n1,2\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var names = context.schema.names
    var problems: [Problem] = []
    for entry in options.names.entries {
      guard let position = context.schema.index(of: entry.key) else {
        problems.append(.unknownColumn(entry.key, entry.keyPlace, context.schema))
        continue
      }
      if entry.value.value.isEmpty { problems.append(empty(entry.key, entry.value.place)) }
      names[position] = entry.value.value
    }
    for entry in options.names.entries {
      let new = entry.value.value
      if let position = context.schema.index(of: entry.key),
        names.firstIndex(of: new) != position
          || names.lastIndex(of: new) != position
      {
        problems.append(clash(entry.key, new, entry.value.place, context.schema))
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    var projection = Projection(context.schema)
    projection.arrange(names.enumerated().map { ($1, $0) })
    let summary = options.names.entries.map { "\($0.key) to \($0.value.value)" }
    return [projection.stage("rename", summary.joined(separator: ", "))]
  }

  // Problems.

  private static func clash(
    _ old: String, _ new: String, _ place: Place, _ schema: Schema
  ) -> Problem {
    Problem(
      .nameClash, "renaming `\(old)` would make a second column `\(new)`", at: place,
      hint: schema.index(of: new) == nil
        ? "choose another name" : "choose another name, or drop the other `\(new)` first")
  }

  private static func empty(_ old: String, _ place: Place) -> Problem {
    Problem(.badValue, "the new name of `\(old)` is empty", at: place)
  }
}

extension Problem {
  /// A column that is named and not there.
  static func unknownColumn(_ name: String, _ place: Place, _ schema: Schema) -> Problem {
    Problem(
      .unknownColumn, "there is no column `\(name)`", at: place,
      hint: Suggestion.hint(for: name, among: schema.names))
  }
}
