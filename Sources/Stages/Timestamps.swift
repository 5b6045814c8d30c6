import Bytes
import StageKit
import Table

/// Brings times that are written in many ways into one written form.
///
/// Columns keep their names and places and become text, or whole numbers for `unix` and `unix_ms`. Rows keep
/// their order; a batch at a time.
public enum Timestamps: Stage {
  public struct Options: Sendable {
    public var columns: [NamePattern] = []
    public var form = Form.iso8601
    public var zone = ZoneOffset(seconds: 0)
    public var onError = OnError.reject
    public init() {}
  }

  /// How a time is written.
  public enum Form: String, Choice {
    case iso8601
    case unix
    case unixMilliseconds = "unix_ms"
    case snowflake

    var type: ValueType { self == .iso8601 || self == .snowflake ? .string : .integer }
  }

  /// What becomes of a value that is no time.
  public enum OnError: String, Choice {
    case reject
    case null
    case keep
  }

  public static let standard = Options()

  public static let spec = StageSpec<Options>(
    "timestamps", "Brings times of many written forms into one.", .columns,
    fields: [
      Field("columns", \.columns, "The columns by name or pattern.", required: true),
      Field(
        "to", \.form,
        "`iso8601`: 2025-01-15T10:30:00.000Z; `snowflake`: 2025-01-15 10:30:00.000; `unix`: seconds; `unix_ms`: milliseconds.",
        standard: .iso8601),
      Field(
        "zone", \.zone, "The zone of times that name none: `UTC` or an offset such as `+02:00`.",
        standard: ZoneOffset(seconds: 0)),
      Field(
        "on_error", \.onError,
        "What is no time rejects its row, becomes null, or is kept as it is (text forms only).",
        standard: .reject),
    ],
    notes: [
      "Read are the forms of Snowflake, BigQuery, Redshift, Databricks and Postgres, ISO-8601, days, and whole numbers since 1970.",
      "A number of 9 to 11 digits counts seconds, of 12 to 14 milliseconds, of 15 to 17 microseconds, of more nanoseconds.",
      "Times leave in UTC; fractions are cut to milliseconds, or to seconds for `unix`.",
    ],
    examples: [
      Example(
        "one form for many", "timestamps: { columns: at }",
        given:
          "at\n2025-01-15 10:30:00.123456 +0200\n2025-01-15T10:30Z\n2025-01-15 10:30:00 UTC\n2025-01-15\n1736937000\n1736937000250\n\"\"\n",
        expect:
          "at\n2025-01-15T08:30:00.123Z\n2025-01-15T10:30:00.000Z\n2025-01-15T10:30:00.000Z\n2025-01-15T00:00:00.000Z\n2025-01-15T10:30:00.000Z\n2025-01-15T10:30:00.250Z\n"
      ),
      Example(
        "seconds, in a zone, with null for what is no time",
        "timestamps: { columns: \"*_at\", to: unix, zone: \"+02:00\", on_error: null }",
        given: "made_at,gone_at\n2025-01-15 10:30:00,never\n",
        expect: "made_at,gone_at\n1736929800,\n"),
      Example(
        "what is no time stays", "timestamps: { columns: at, to: snowflake, on_error: keep }",
        given: "at\n2025-01-15T10:30:00Z\nsoon\n", expect: "at\n2025-01-15 10:30:00.000\nsoon\n"),
    ])

  public static func bind(
    _ options: Options, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var problems: [Problem] = []
    var fields = context.schema.fields
    var positions = Set<Int>()
    for pattern in options.columns {
      do throws(Problems) {
        for position in try pattern.positions(in: context.schema) {
          let field = context.schema[position]
          if field.type == .boolean || field.type == .double {
            problems.append(notATime(field, pattern.place))
          }
          positions.insert(position)
          fields[position].type = options.form.type
        }
      } catch { problems += error.all }
    }
    if options.onError == .keep, options.form.type != .string {
      problems.append(cannotKeep(options.form, context))
    }
    if !problems.isEmpty { throw Problems(problems) }
    let output = Schema(fields)
    let names = positions.sorted().map { output[$0].name }.joined(separator: ", ")
    return [
      BoundStage(
        "timestamps", "\(names) to \(options.form.rawValue)", output: output, needs: { $0 },
        work: .streaming(
          TimestampsRunner(
            columns: positions.sorted().map { ($0, output[$0].name) }, form: options.form,
            zone: options.zone.seconds, onError: options.onError)))
    ]
  }

  // Problems.

  private static func notATime(_ field: Schema.Field, _ place: Place) -> Problem {
    Problem(
      .typeClash, "`\(field.name)` is \(field.type.rawValue), which is no form of a time",
      at: place,
      hint: "name columns of text, whole numbers or times")
  }

  private static func cannotKeep(_ form: Form, _ context: BindContext) -> Problem {
    Problem(
      .typeClash, "`\(form.rawValue)` makes a column of numbers, which cannot keep other text",
      at: context.place, hint: "use `on_error: null` or `on_error: reject`, or a text form")
  }
}

private struct TimestampsRunner: StreamingRunner {
  let columns: [(position: Int, name: String)]
  let form: Timestamps.Form
  let zone: Int
  let onError: Timestamps.OnError

  func process(_ batch: inout Batch, _ report: inout StageReport) {
    var problems: [RowProblem] = []
    for (position, name) in columns where !batch.columns[position].isPruned {
      let times = WrittenTimes(batch.columns[position].spread(batch.rowCount), zone: zone)
      if onError == .reject {
        problems += times.failures.map { row in
          let found = times.excerpt(row)
          return RowProblem(row: row, .notATimestamp, "\"\(found)\" is not a time", field: name)
        }
      }
      batch.columns[position] = times.written(form, keepsOthers: onError == .keep)
    }
    report.reject(problems, from: &batch)
  }
}
