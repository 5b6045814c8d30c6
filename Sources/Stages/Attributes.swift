import Bytes
import Expressions
import StageKit
import Table

/// Builds one column of JSON objects out of others.
///
/// Keys stand in the order they are written. Text is escaped, numbers keep their digits, times are ISO-8601 in UTC
/// with milliseconds, JSON stays as it is. The other columns stay too. Rows keep their order; a batch at a time.
public enum Attributes: Stage {
  public struct Options: Sendable {
    public var name = Located("", at: Place(file: ""))
    public var fields = AttributeFields.columns([])
    public var nulls = Nulls.omit
    public init() {}
  }

  /// Whether a key whose value is null is left out.
  public enum Nulls: String, Choice {
    case omit
    case keep
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "attributes", "Builds one column of JSON objects.", .columns,
    fields: [
      Field("as", \.name, "The new column.", required: true),
      Field(
        "fields", \.fields,
        "What the objects hold: a map of key to expression, or a list of columns and patterns.",
        required: true),
      Field(
        "nulls", \.nulls, "Leaves keys with a null value out, or keeps them as `null`.",
        standard: .omit),
    ],
    notes: [
      "To write times in another form, bring them into it with `timestamps` first.",
      "SQL: `OBJECT_CONSTRUCT` in Snowflake, `json_object` elsewhere.",
    ],
    examples: [
      Example(
        "values of each type",
        """
        attributes: { as: relationshipAttributes, fields: { is_primary: rank = 1, visits: visits,
          since: "timestamp '2025-01-15 10:30:00Z'", name: name } }
        """,
        given: #"""
          rank,visits,name
          1,2,"Down ""Town"""
          2,,

          """#,
        types: "{ rank: integer, visits: integer }",
        expect: #"""
          rank,visits,name,relationshipAttributes
          1,2,"Down ""Town""","{""is_primary"":true,""visits"":2,""since"":""2025-01-15T10:30:00.000Z"",""name"":""Down \""Town\""""}"
          2,,,"{""is_primary"":false,""since"":""2025-01-15T10:30:00.000Z""}"

          """#),
      Example(
        "columns as they are, nulls too", "attributes: { as: all, fields: [a, b], nulls: keep }",
        given: "a,b\nx,\n", expect: "a,b,all\nx,,\"{\"\"a\"\":\"\"x\"\",\"\"b\"\":null}\"\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    let name = options.name.value
    var problems: [Problem] = []
    if context.schema.index(of: name) != nil { problems.append(clash(options.name)) }
    if name.isEmpty { problems.append(empty(options.name)) }
    var members: [AttributeMember] = []
    switch options.fields {
    case .columns(let patterns):
      var seen = Set<Int>()
      for pattern in patterns {
        do throws(Problems) {
          for position in try pattern.positions(in: context.schema)
          where seen.insert(position).inserted {
            members.append(AttributeMember(context.schema[position].name, .column(position)))
          }
        } catch { problems += error.all }
      }
    case .computed(let map):
      for entry in map.entries {
        do throws(Problems) {
          let bound = try entry.value.expression.bind(to: context.schema)
          members.append(AttributeMember(entry.key, .expression(bound)))
        } catch { problems += error.all }
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    let width = context.schema.count
    let read = Set(members.flatMap(\.columns))
    return [
      BoundStage(
        "attributes", "\(name) of \(members.map(\.key).joined(separator: ", "))",
        output: Schema(context.schema.fields + [Schema.Field(name, .json)]),
        needs: { outputs in
          outputs.contains(width) ? outputs.filter { $0 < width }.union(read) : outputs
        },
        work: .streaming(AttributesRunner(members: members, keepsNulls: options.nulls == .keep)))
    ]
  }

  // Problems.

  private static func clash(_ name: Located<String>) -> Problem {
    Problem(
      .nameClash, "there is a column `\(name.value)` already", at: name.place,
      hint: "choose another name, or drop the old column first")
  }

  private static func empty(_ name: Located<String>) -> Problem {
    Problem(.badValue, "the new column's name is empty", at: name.place)
  }
}

/// One key of the objects, with where its value comes from.
private struct AttributeMember: Sendable {
  enum Source: Sendable {
    case column(Int)
    case expression(BoundExpression)
  }

  let key: String
  let source: Source
  /// A comma, the key and a colon; the first comma of an object becomes its brace.
  let lead: [UInt8]

  init(_ key: String, _ source: Source) {
    self.key = key
    self.source = source
    let text = ByteBuffer(capacity: key.utf8.count + 16)
    text.append(",")
    text.append(jsonString: key)
    text.append(":")
    lead = text.bytes.indices.map { text.bytes[$0] }
  }

  var columns: Set<Int> {
    switch source {
    case .column(let position): [position]
    case .expression(let expression): expression.columns
    }
  }
}

private struct AttributesRunner: StreamingRunner {
  let members: [AttributeMember]
  let keepsNulls: Bool

  func process(_ batch: inout Batch, _ report: inout StageReport) {
    let width = batch.columns.count
    for member in members where member.columns.contains(where: { batch.columns[$0].isPruned }) {
      batch.columns.append(.pruned(.json))
      return
    }
    var problems: [RowProblem] = []
    for member in members {
      switch member.source {
      case .column(let position): batch.columns.append(batch.columns[position])
      case .expression(let expression):
        batch.columns.append(expression.evaluate(batch, &problems))
      }
    }
    report.reject(problems, from: &batch)
    let values = Array(batch.columns[width...])
    batch.columns.removeSubrange(width...)
    batch.columns.append(objects(values, rows: batch.rowCount))
  }

  private func objects(_ values: [Column], rows: Int) -> Column {
    var template = RowTemplate()
    template.open([])
    for (member, column) in zip(members, values) {
      let value = column.spread(rows).jsonCells
      template.cell(
        member.lead, value.cells, as: value.form, absent: keepsNulls ? .nullAlways : .omitted,
        value.options)
    }
    template.close()
    let buffer = ByteBuffer(capacity: rows * 64)
    var slices: [Slice] = []
    slices.reserveCapacity(rows)
    template.withWriter(rows: rows, to: buffer) { writer in
      for row in 0..<rows {
        let start = buffer.count
        slices.append(Slice(start: start, length: writer.write(row, to: buffer).length))
      }
    }
    return Column(.json, .json(buffer, slices))
  }
}

extension Column {
  /// The values as JSON writes them.
  fileprivate var jsonCells: (cells: RowCells, form: CellForm, options: CellOptions) {
    switch values {
    case .text(let buffer, let slices):
      return (.slices(buffer, slices), type.isNumber ? .verbatim : .jsonString, [])
    case .json(let buffer, let slices): return (.slices(buffer, slices), .json, [])
    case .integers(let values, let presence):
      return (.integers(values, states: presence.states), .integer, [])
    case .doubles(let values, let presence):
      let buffer = ByteBuffer(capacity: values.count * 8)
      let slices = values.enumerated().map { (row, value) -> Slice in
        let start = buffer.count
        guard presence.isPresent(row), buffer.append(number: value) else { return .null }
        return Slice(start: start, length: buffer.count - start)
      }
      return (.slices(buffer, slices), .verbatim, [])
    case .booleans(let values): return (.truths(values.map(\.rawValue)), .boolean, [])
    case .instants(let values):
      return (.instants(values), type == .date ? .isoDate : .iso8601, [.quoted])
    case .pruned, .constant: return (.slices(ByteBuffer(capacity: 0), []), .verbatim, [])
    }
  }
}
