import CustomerIO
import Expressions
import StageKit
import Table

/// Resolves a document's output: which columns and expressions become which fields and attributes.
struct OutputPlanner {
  let document: PipelineDocument
  let schema: Schema

  private var declaration: OutputDeclaration { document.output }

  func plan() throws(Problems) -> PlannedOutput {
    let kind = declaration.kind
    var problems: [Problem] = []
    var expressions: [BoundExpression] = []
    var columns: [Schema.Field] = []
    var fields: [String: MessageLayout.Source] = [:]
    var places: [String: Place] = [:]
    var used = Set<Int>()

    func add(_ name: String, _ expression: BoundExpression) -> MessageLayout.Source {
      expressions.append(expression)
      columns.append(Schema.Field(name, expression.type))
      return MessageLayout.Source(
        column: expressions.count - 1, type: expression.type,
        constant: expression.isConstant ? expression.constantValue : nil)
    }

    for field in declaration.fields {
      places[field.name] = field.namePlace
      guard kind.field(named: field.name) != nil else {
        problems.append(unknownField(field, kind))
        continue
      }
      do throws(Problems) {
        let expression = try Expression.parse(field.expression.value, at: field.expression.place)
          .bind(to: schema)
        used.formUnion(expression.columns)
        fields[field.name] = add(field.name, expression)
      } catch { problems += error.all }
    }
    // A field that is not given takes the column of its own name.
    for field in kind.fields where fields[field.name] == nil && places[field.name] == nil {
      guard let index = schema.index(of: field.name) else { continue }
      do throws(Problems) {
        let expression = try OutputPlanner.column(index, schema)
        used.insert(index)
        fields[field.name] = add(field.name, expression)
      } catch { problems += error.all }
    }
    var attributes: [MessageLayout.Attribute] = []
    do throws(Problems) {
      for index in try attributePositions(used) {
        let source = add(schema[index].name, try OutputPlanner.column(index, schema))
        attributes.append(
          MessageLayout.Attribute(schema[index].name, column: source.column, type: source.type))
      }
    } catch { problems += error.all }
    if !problems.isEmpty { throw Problems(problems) }

    let path = document.resolve(declaration.file.value)
    var layout = MessageLayout(
      kind, as: declaration.wire, fields: fields, attributes: attributes, nulls: declaration.nulls,
      container: OutputPlanner.isCSV(path) ? .csv : .ndjson,
      identifier: declaration.identifier, objectTypeKey: declaration.objectTypeKey,
      allowsSemanticEvents: declaration.allowsSemanticEvents, limits: declaration.limits)
    if layout.wire == .csvImport { layout.container = .csv }
    do throws(Problems) {
      return PlannedOutput(
        encoder: try MessageEncoder(layout), expressions: expressions, schema: Schema(columns),
        path: path)
    } catch {
      throw Problems(error.all.map { placed($0, places) })
    }
  }

  private static func column(_ index: Int, _ schema: Schema) throws(Problems) -> BoundExpression {
    let quoted = schema[index].name.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return try Expression.parse("\"\(quoted)\"", at: nil).bind(to: schema)
  }

  private static func isCSV(_ path: String) -> Bool {
    path.hasSuffix(".csv") || path.hasSuffix(".csv.gz")
  }

  /// The columns that become traits, properties or attributes.
  private func attributePositions(_ used: Set<Int>) throws(Problems) -> [Int] {
    switch declaration.traits {
    case .others: return schema.fields.indices.filter { !used.contains($0) }
    case .only(let names): return try positions(names)
    case .except(let names):
      let left = Set(try positions(names))
      return schema.fields.indices.filter { !used.contains($0) && !left.contains($0) }
    }
  }

  private func positions(_ names: [Located<String>]) throws(Problems) -> [Int] {
    var found: [Int] = []
    var problems: [Problem] = []
    for name in names {
      do throws(Problems) {
        for index in try NamePattern(name.value, at: name.place).positions(in: schema)
        where !found.contains(index) {
          found.append(index)
        }
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return found
  }

  private func unknownField(
    _ field: OutputDeclaration.MessageField, _ kind: MessageKind
  ) -> Problem {
    Problem(
      .unknownField, "`\(kind.rawValue)` has no field `\(field.name)`", at: field.namePlace,
      hint: Suggestion.hint(for: field.name, among: kind.fields.map(\.name))
        ?? "columns that are no field become its attributes by themselves")
  }

  /// A layout's problem with the place of the field it names.
  private func placed(_ problem: Problem, _ places: [String: Place]) -> Problem {
    var problem = problem
    let field = problem.place?.field
    if problem.place?.line == nil {
      problem.place = field.flatMap { places[$0] } ?? declaration.kindPlace
    }
    return problem
  }
}

extension BoundExpression {
  /// The value of an expression that reads no column.
  var constantValue: Value? {
    var problems: [RowProblem] = []
    let column = evaluate(Batch(rowCount: 1, columns: [], origins: []), &problems)
    return problems.isEmpty ? column[0] : nil
  }
}
