import Expressions
import StageKit
import Table

/// Which columns leave a stage: some of those that came, in a new order, and computed ones.
///
/// ```
/// came       a  b  c
/// steps      a  b' c  d      b' = an expression over a b c, then d = one over a b' c
/// leaving    d  b'           positions after the steps, with the names they get
/// ```
/// An expression is evaluated only while every column that it reads is there: a missing one was pruned because
/// nobody asks for the result. A row for which an expression fails is rejected.
struct Projection: StreamingRunner {
  private struct Step: Sendable {
    var expression: BoundExpression
    /// Position of the result; the next free one appends.
    var target: Int
    var name: String
  }

  private var steps: [Step] = []
  private var fields: [Schema.Field]
  /// Positions after the steps, in the order they leave; nil when all leave as they are.
  private var leaving: [Int]?

  init(_ schema: Schema) { fields = schema.fields }

  /// The columns so far; those of an arrangement once there is one.
  var output: Schema { Schema(fields) }

  /// Adds a computed column and says where it stands.
  @discardableResult
  mutating func append(_ name: String, _ expression: BoundExpression) -> Int {
    steps.append(Step(expression: expression, target: fields.count, name: name))
    fields.append(Schema.Field(name, expression.type))
    return fields.count - 1
  }

  /// Puts a computed column in the place of another, under its name.
  mutating func replace(_ position: Int, _ expression: BoundExpression) {
    steps.append(
      Step(expression: expression, target: position, name: fields[position].name))
    fields[position].type = expression.type
  }

  /// Says which columns leave, in which order and under which names; the last call on a projection.
  mutating func arrange(_ columns: [(name: String, position: Int)]) {
    let before = fields
    leaving = columns.map(\.position)
    fields = columns.map { Schema.Field($0.name, before[$0.position].type) }
  }

  /// Which of the columns that come are read when those outputs are asked for.
  func needs(_ outputs: Set<Int>) -> Set<Int> {
    var needed = outputs
    if let leaving { needed = Set(outputs.map { leaving[$0] }) }
    for step in steps.reversed() where needed.remove(step.target) != nil {
      needed.formUnion(step.expression.columns)
    }
    return needed
  }

  func process(_ batch: inout Batch, _ report: inout StageReport) {
    for step in steps {
      let isAsked = !step.expression.columns.contains { batch.columns[$0].isPruned }
      var problems: [RowProblem] = []
      let column: Column =
        isAsked ? step.expression.evaluate(batch, &problems) : .pruned(step.expression.type)
      if step.target < batch.columns.count {
        batch.columns[step.target] = column
      } else {
        batch.columns.append(column)
      }
      for index in problems.indices where problems[index].field == nil {
        problems[index].field = step.name
      }
      report.reject(problems, from: &batch)
    }
    if let leaving {
      let all = batch.columns
      batch.columns = leaving.map { all[$0] }
    }
  }

  /// The projection as what a stage is bound to.
  func stage(_ name: String, _ summary: String) -> BoundStage {
    BoundStage(name, summary, output: output, needs: { needs($0) }, work: .streaming(self))
  }
}
