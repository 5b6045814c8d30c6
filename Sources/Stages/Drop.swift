import StageKit
import Table

/// Takes columns away.
///
/// What is dropped is not even read, unless an earlier stage needs it. Rows keep their order; a batch at a time.
public enum Drop: Stage {
  public struct Options: Sendable {
    public var columns: [NamePattern] = []
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "drop", "Takes columns away.", .columns,
    fields: [
      Field(
        "columns", \.columns, "Columns by name, or patterns with `*` and `?`.", required: true)
    ],
    shorthand: true,
    notes: ["A name or a pattern that no column has is a mistake, found before anything is read."],
    examples: [
      Example(
        "names and a pattern", "drop: [debug_flag, \"facebook_*\"]",
        given: "id,facebook_id,debug_flag,name,facebook_key\n1,f,true,Ann,k\n",
        expect: "id,name\n1,Ann\n")
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var dropped = Set<Int>()
    var problems: [Problem] = []
    for pattern in options.columns {
      do throws(Problems) { dropped.formUnion(try pattern.positions(in: context.schema)) } catch {
        problems += error.all
      }
    }
    let kept = context.schema.fields.indices.filter { !dropped.contains($0) }
    if problems.isEmpty, kept.isEmpty { problems.append(nothingLeft(context)) }
    if !problems.isEmpty { throw Problems(problems) }
    var projection = Projection(context.schema)
    projection.arrange(kept.map { (context.schema[$0].name, $0) })
    let names = dropped.sorted().map { context.schema[$0].name }
    return [projection.stage("drop", names.joined(separator: ", "))]
  }

  // Problems.

  private static func nothingLeft(_ context: BindContext) -> Problem {
    Problem(.wrongShape, "`drop` takes every column away", at: context.place)
  }
}
