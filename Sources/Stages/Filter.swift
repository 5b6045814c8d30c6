import Expressions
import StageKit
import Table

/// Keeps the rows for which a condition is true.
///
/// False and null both drop a row, as in SQL. Rows keep their order, columns do not change; a batch at a time.
/// `x IN (SELECT c FROM input WHERE …)` among the terms of a top-level AND becomes a semi join with that input,
/// `NOT IN` an anti join.
public enum Filter: Stage {
  public struct Options: Sendable {
    public var condition: ExpressionText?
    public init() {}
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "filter", "Keeps the rows for which a condition is true.", .rows,
    fields: [
      Field(
        "condition", \.condition, "What must be true of a row; null counts as not true.",
        required: true)
    ],
    shorthand: true,
    notes: [
      "Each filter is a condition of its own: an OR in one never weakens another.",
      "`id IN (SELECT id FROM input WHERE …)` is a semi join, so that the other input is read once.",
      "`NOT IN (SELECT …)` drops rows whose value is null and passes over nulls of the other input, which in SQL would drop every row.",
      "SQL: `WHERE condition`.",
    ],
    examples: [
      Example(
        "a null is not true", "filter: status = 'active'",
        given: "id,status\n1,active\n2,\n3,gone\n4,active\n",
        expect: "id,status\n1,active\n4,active\n"),
      Example(
        "rows that another input knows",
        "filter: id IN (SELECT id FROM journey WHERE state <> 'lead') AND email IS NOT NULL",
        given: "id,email\n1,a@x.io\n2,b@x.io\n3,\n",
        and: [("journey", "id,state\n1,lead\n2,active\n3,active\n")],
        expect: "id,email\n2,b@x.io\n"),
      Example(
        "rows that another input does not know", "filter: id NOT IN (SELECT id FROM gone)",
        given: "id,n\n1,1\n,2\n3,3\n", and: [("gone", "id,n\n3,1\n,2\n")],
        expect: "id,n\n1,1\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    guard let condition = options.condition else { throw Problems(nothing(context)) }
    let (rest, joins) = condition.expression.splittingSemiJoins()
    var stages: [BoundStage] = []
    var problems: [Problem] = []
    if let rest {
      do throws(Problems) {
        stages.append(try bind(ExpressionText(rest, at: condition.place), context))
      } catch { problems += error.all }
    }
    for join in joins {
      do throws(Problems) { stages += try bind(join, condition.place, context) } catch {
        problems += error.all
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return stages
  }

  private static func bind(
    _ condition: ExpressionText, _ context: BindContext
  ) throws(Problems) -> BoundStage {
    let bound = try condition.expression.bind(to: context.schema)
    guard bound.type == .boolean || bound.type == .json else {
      throw Problems(notACondition(condition, bound.type))
    }
    return BoundStage(
      "filter", condition.text, output: context.schema, isFilter: true,
      needs: { $0.union(bound.columns) }, work: .streaming(FilterRunner(condition: bound)))
  }

  private static func bind(
    _ join: SemiJoin, _ place: Place, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var options = Join.Options()
    options.with = join.input
    options.kind = join.isNegated ? .anti : .semi
    options.on = JoinKeys([
      JoinKeys.Pair(
        left: ExpressionText(join.left, at: place),
        right: try .made(join.column.asColumn, at: place))
    ])
    options.condition = join.condition.map { ExpressionText($0, at: place) }
    let joined = try Join.bind(options, context)
    guard join.isNegated else { return joined }
    return [try bind(.made("(\(join.left.text)) IS NOT NULL", at: place), context)] + joined
  }

  // Problems.

  private static func nothing(_ context: BindContext) -> Problem {
    Problem(
      .missingKey, "`filter` needs a condition", at: context.place,
      hint: "for example: filter: email IS NOT NULL")
  }

  private static func notACondition(_ condition: ExpressionText, _ type: ValueType) -> Problem {
    Problem(
      .typeClash, "a filter needs a condition, but `\(condition.text)` is \(type.rawValue)",
      at: condition.place, hint: "compare it with something, or test it with IS NOT NULL")
  }
}

private struct FilterRunner: StreamingRunner {
  let condition: BoundExpression

  func process(_ batch: inout Batch, _ report: inout StageReport) {
    var problems: [RowProblem] = []
    let truths = condition.truths(batch, &problems)
    var marks = truths.map { $0 == .yes ? UInt8(1) : 0 }
    if let kept = report.reject(problems, from: &batch) { marks = kept.map { marks[Int($0)] } }
    let before = batch.rowCount
    batch.keep(marks)
    report.counts.filtered += before - batch.rowCount
  }
}
