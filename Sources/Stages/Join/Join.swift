import Bytes
import Expressions
import StageKit
import Table

/// Looks rows up in another input by key (hash join).
///
/// Rows keep their order; several matches of one row stand in the other input's order. The other side is held in
/// memory while it fits the budget; past that both sides' keys go through partitions on disk while the rows wait in
/// input order, so memory is bounded by the largest partition. A null key matches nothing.
public enum Join: Stage {
  public struct Options: Sendable {
    public var with = ""
    public var kind = Kind.inner
    public var on = JoinKeys()
    public var condition: ExpressionText?
    public var take: TakenColumns?
    public var matches = Matches.all
    public init() {}
  }

  /// What a row needs of the other side to go on.
  public enum Kind: String, Choice {
    case inner, left, semi, anti
  }

  /// What happens when a row has several matches.
  public enum Matches: String, Choice {
    case all, first, one
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "join", "Looks rows up in another input by key.", .combining,
    fields: [
      Field("with", \.with, "The other input.", required: true),
      Field(
        "kind", \.kind,
        "`inner` keeps rows with a match, `left` all rows, `semi` those with a match without taking columns, `anti` those without.",
        standard: .inner),
      Field(
        "on", \.on,
        "The key: a column that both sides have, a list of such, or a map of expression here to expression there.",
        required: true),
      Field("where", \.condition, "Which rows of the other input take part."),
      Field(
        "take", \.take,
        "The other input's columns to add: a list, or a map of new name to its name; without it all but the key."
      ),
      Field(
        "matches", \.matches,
        "With several matches: `all` repeats the row, `first` takes the first, `one` rejects the row.",
        standard: .all),
    ],
    notes: [
      "A null key matches nothing, as in SQL.",
      "SQL: `JOIN … ON`, `WHERE EXISTS`, `WHERE NOT EXISTS`.",
    ],
    examples: [
      Example(
        "adds a column where there is a match",
        "join: { with: plans, kind: left, on: plan, take: { price: cost } }",
        given: "id,plan\n1,pro\n2,free\n3,\n",
        and: [("plans", "plan,cost\npro,20\nbasic,5\n")],
        expect: "id,plan,price\n1,pro,20\n2,free,\n3,,\n"),
      Example(
        "keeps the rows that the other input knows",
        "join: { with: paying, kind: semi, on: id, where: state <> 'lead' }",
        given: "id\n1\n2\n3\n", and: [("paying", "id,state\n1,lead\n2,active\n2,churned\n")],
        expect: "id\n2\n"),
      Example(
        "several matches repeat a row, in the other input's order",
        "join: { with: roles, on: { lower(id): person }, take: [role] }", given: "id\nA\nb\n",
        and: [("roles", "person,role\na,host\nb,guest\na,guest\n")],
        expect: "id,role\nA,host\nA,guest\nb,guest\n"),
      Example(
        "keeps the rows that the other input does not know",
        "join: { with: gone, kind: anti, on: id }",
        given: "id\n1\n2\n\"\"\n", and: [("gone", "id\n1\n")], expect: "id\n2\n\"\"\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var problems: [Problem] = []
    guard let side = context.inputs[options.with] else {
      throw Problems(unknownInput(options.with, context))
    }
    var keys: [JoinPair] = []
    for pair in options.on.pairs {
      do throws(Problems) {
        let left = try pair.left.expression.bind(to: context.schema)
        let right = try pair.right.expression.bind(to: side)
        if let clash = clash(left.type, right.type, pair) { problems.append(clash) }
        keys.append(JoinPair(left: left, right: right))
      } catch { problems += error.all }
    }
    var condition: BoundExpression?
    if let text = options.condition {
      do throws(Problems) { condition = try text.expression.bind(to: side) } catch {
        problems += error.all
      }
    }
    var taken: [(name: String, index: Int)] = []
    do throws(Problems) {
      taken = try TakenColumns.resolve(options, side, keys, context)
    } catch { problems += error.all }
    if !problems.isEmpty { throw Problems(problems) }
    let plan = JoinPlan(
      kind: options.kind, matches: options.matches, keys: keys, sideSchema: side,
      taken: taken.map(\.index), width: context.schema.count, input: options.with)
    let output = Schema(
      context.schema.fields + taken.map { Schema.Field($0.name, side[$0.index].type) })
    let leftRead = Set(keys.flatMap(\.left.columns))
    let sideRead = Set(keys.flatMap(\.right.columns)).union(condition?.columns ?? [])
    let width = context.schema.count
    return [
      BoundStage(
        "join", summary(options, taken.map(\.name)), output: output, memory: .bounded,
        needs: { outputs in outputs.filter { $0 < width }.union(leftRead) },
        work: .join(
          SideInput(
            input: options.with, condition: condition,
            columns: { [taken] outputs in
              sideRead.union(outputs.filter { $0 >= width }.map { taken[$0 - width].index })
            }),
          { run in JoinBuilder(plan, run) }))
    ]
  }

  private static func summary(_ options: Options, _ names: [String]) -> String {
    let on = options.on.pairs.map {
      $0.left.text == $0.right.text ? $0.left.text : "\($0.left.text) = \($0.right.text)"
    }
    return "\(options.kind.rawValue) join with \(options.with) on \(on.joined(separator: ", "))"
      + (options.condition.map { " where \($0.text)" } ?? "")
      + (names.isEmpty ? "" : ", takes " + names.joined(separator: ", "))
  }

  // Problems.

  private static func unknownInput(_ name: String, _ context: BindContext) -> Problem {
    Problem(
      .unknownInput, "there is no input `\(name)` to join with", at: context.place,
      hint: Suggestion.hint(for: name, among: context.inputs.keys.sorted()))
  }

  private static func clash(
    _ left: ValueType, _ right: ValueType, _ pair: JoinKeys.Pair
  ) -> Problem? {
    if left == right || left == .json || right == .json || (left.isNumber && right.isNumber)
      || (left.isTime && right.isTime)
    {
      return nil
    }
    return Problem(
      .typeClash,
      "the key `\(pair.left.text)` is \(left.rawValue) here and `\(pair.right.text)` is \(right.rawValue) there",
      at: pair.left.place, hint: "give both sides one type with `types:` on their inputs")
  }
}

/// One part of a join's key, bound on both sides.
struct JoinPair: Sendable {
  var left: BoundExpression
  var right: BoundExpression
}

/// A join whose columns are positions.
struct JoinPlan: Sendable {
  let kind: Join.Kind
  let matches: Join.Matches
  let keys: [JoinPair]
  let sideSchema: Schema
  /// Positions in the side's schema of the columns that are added.
  let taken: [Int]
  /// Columns of the left side.
  let width: Int
  let input: String

  /// Whether all that counts is that there is a match.
  var isExistence: Bool { kind == .semi || kind == .anti }

  /// Whether the rows of a key after its first are of no use.
  var keepsFirstOnly: Bool { isExistence || matches == .first }

  /// Which of a row's records it goes on with.
  var takenRecords: RecordTable.Take {
    if isExistence { return .none }
    switch matches {
    case .all: return .all
    case .first: return .first
    case .one: return .one
    }
  }

  /// The keys of a batch of one side, in one spelling for both.
  func keys(
    of batch: Batch, right isRight: Bool, _ problems: inout [RowProblem]
  ) -> (buffer: ByteBuffer, keys: [Slice]) {
    let columns = keys.map { pair in
      let column = (isRight ? pair.right : pair.left).evaluate(batch, &problems)
      let isNumeric = pair.left.type.isNumber || pair.right.type.isNumber
      return isNumeric ? column.jsonAsNumber : column
    }
    return KeyText.encode(columns, count: batch.rowCount)
  }
}

extension Column {
  /// A column of JSON as the numbers that its texts are; for keys that are numbers on the other side.
  fileprivate var jsonAsNumber: Column {
    guard case .json(let buffer, let slices) = values else { return self }
    return Column(
      .decimal,
      .text(
        buffer,
        slices.map { slice in
          guard slice.count >= 2, buffer.bytes(slice)[0] == 0x22 else { return slice }
          return Slice(start: slice.range.lowerBound + 1, length: slice.count - 2)
        }))
  }
}
