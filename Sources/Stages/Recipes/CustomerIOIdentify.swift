import Expressions
import StageKit
import Table

/// The rows and columns of an identify out of a table of entities, as dbt-nexus' macro `customer_io_identify` makes them.
///
/// ```
/// filter   entity_type = 'person' AND (user_id IS NOT NULL) AND (each filter)
/// dedupe   lower(trim(email)), the latest _updated_at wins
/// leaving  userId  anonymousId  timestamp  trait …       traits in the order of their columns
/// ```
/// Beside the macro: each filter is a condition of its own, null keys do not collapse unless told to, ties go to
/// the row read first, and a clash of names or an unknown column is found before anything is read.
struct CustomerIOIdentify: DeclaredOptions {
  var entityType = "person"
  var userID = Located("user_id", at: Place(file: ""))
  var anonymousID: Located<String>?
  var dedupe: Located<String>? = Located("email", at: Place(file: ""))
  var ignored: [NamePattern] = []
  var renamed = OrderedMap<Located<String>>()
  var filters: [ExpressionText] = []
  var nullKeys = NullKeys.keep

  /// What happens to rows whose dedupe column is null.
  enum NullKeys: String, Choice {
    case keep
    case collapse
  }

  static let name = "customer_io_identify"

  static let fields: [Field<CustomerIOIdentify>] = [
    Field(
      "entity_type", \.entityType, "Rows with this `entity_type` are taken.", standard: "person"),
    Field(
      "user_id_column", \.userID, "The column that becomes `userId`; it is no trait then.",
      standard: Located("user_id", at: Place(file: ""))),
    Field(
      "anonymous_id_column", \.anonymousID,
      "The column that becomes `anonymousId`; rows need one of both ids then."),
    Field(
      "dedupe_column", \.dedupe,
      "Rows that agree in it, but for case and outer blanks, are one; `null` keeps all.",
      standard: Located("email", at: Place(file: ""))),
    Field("ignore_traits", \.ignored, "Columns or patterns that do not become traits."),
    Field("rename_traits", \.renamed, "A map of column to trait name."),
    Field(
      "filters", \.filters, "Further conditions, each on its own; they see the input's columns."),
    Field(
      "null_keys", \.nullKeys,
      "Rows without a value to dedupe by are all kept, or collapse into one as in the macro's SQL.",
      standard: .keep),
  ]

  /// Columns of an entity table that are no traits.
  static let systemColumns: Set = ["entity_id", "entity_type", "_processed_at", "traits_entity_id"]
  static let standardNames = ["_created_at": "created_at"]
  static let timeColumn = "_updated_at"

  static func bind(_ node: Node, _ context: BindContext) throws(Problems) -> [BoundStage] {
    var options = CustomerIOIdentify()
    do throws(Problems) {
      try Field.decode(node, fields, into: &options, of: name)
    } catch {
      throw Problems(error.all.map(asParameter))
    }
    return try options.bind(context)
  }

  private func bind(_ context: BindContext) throws(Problems) -> [BoundStage] {
    let folded = CustomerIOIdentify.folded(context)
    let inner = context.with(schema: folded?.output ?? context.schema)
    var problems: [Problem] = []
    var rows: [BoundStage] = []
    var columns: BoundStage?
    let missing = missingColumns(inner)
    problems += missing
    do throws(Problems) {
      rows = try bindRows(inner, columnsAreThere: missing.isEmpty)
    } catch { problems += error.all }
    do throws(Problems) {
      columns = try IdentifyColumns(self, inner).bind(columnsAreThere: missing.isEmpty)
    } catch { problems += error.all }
    if !problems.isEmpty { throw Problems(problems) }
    return [folded].compactMap { $0 } + rows + [columns].compactMap { $0 }
  }

  /// The filters as one condition, and the dedupe.
  private func bindRows(
    _ context: BindContext, columnsAreThere: Bool
  ) throws(Problems) -> [BoundStage] {
    var problems: [Problem] = []
    for filter in filters {
      do throws(Problems) { _ = try bind(filter, context) } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    guard columnsAreThere else { return [] }
    let user = "\(userID.value.asColumn) IS NOT NULL"
    let isIdentified =
      anonymousID.map { "\(user) OR \($0.value.asColumn) IS NOT NULL" } ?? user
    let terms =
      ["entity_type = \(entityType.asLiteral)", isIdentified] + filters.map(\.text)
    let condition = terms.map { "(\($0))" }.joined(separator: " AND ")
    var stages = try bind(.made(condition, at: context.place), context)
    guard let dedupe, let column = context.schema.index(of: dedupe.value) else { return stages }
    var unique = Dedupe.Options()
    let isText = context.schema[column].type == .string
    let key = isText ? dedupe.value.asColumn : "CAST(\(dedupe.value.asColumn) AS string)"
    unique.key = [try .made("lower(trim(\(key)))", at: dedupe.place)]
    unique.orderBy = try OrderText.decode(
      Node(.scalar(latestFirst(context.schema), isQuoted: true), at: context.place))
    unique.nulls = nullKeys == .collapse ? .collapse : .keep
    stages += try Dedupe.bind(unique, context)
    return stages
  }

  /// Times that are held as text are compared as times, since their spellings may differ; other text as text.
  private func latestFirst(_ schema: Schema) -> String {
    let time = CustomerIOIdentify.timeColumn
    let type = schema.index(of: time).map { schema[$0].type }
    guard type == .string || type == .json else { return "\(time) DESC NULLS LAST" }
    let moment = "TRY_CAST(\(time) AS timestamp)"
    return "\(moment) DESC NULLS LAST, CASE WHEN \(moment) IS NULL THEN \(time) END DESC NULLS LAST"
  }

  private func bind(
    _ condition: ExpressionText, _ context: BindContext
  ) throws(Problems) -> [BoundStage] {
    var options = Filter.Options()
    options.condition = condition
    return try Filter.bind(options, context)
  }

  /// Snowflake unloads unquoted names in capitals; the macro writes them in lower case.
  private static func folded(_ context: BindContext) -> BoundStage? {
    let schema = context.schema
    let names = schema.names.map { $0 == $0.uppercased() ? $0.lowercased() : $0 }
    guard names != schema.names, Set(names).count == names.count else { return nil }
    var projection = Projection(schema)
    projection.arrange(names.enumerated().map { ($1, $0) })
    return projection.stage("rename", "names in capitals to lower case")
  }

  // Problems.

  private func missingColumns(_ context: BindContext) -> [Problem] {
    let wanted: [(String, String, Place)] =
      [
        ("entity_type", "to choose rows by", context.place),
        (CustomerIOIdentify.timeColumn, "for `timestamp`", context.place),
        (userID.value, "for `userId`", place(userID, context)),
      ] + (anonymousID.map { [($0.value, "for `anonymousId`", $0.place)] } ?? [])
      + (dedupe.map { [($0.value, "to dedupe by", place($0, context))] } ?? [])
    return wanted.filter { context.schema.index(of: $0.0) == nil }.map { name, purpose, place in
      Problem(
        .unknownColumn, "`\(CustomerIOIdentify.name)` needs a column `\(name)` \(purpose)",
        at: place, hint: Suggestion.hint(for: name, among: context.schema.names))
    }
  }

  /// Where a parameter is written, or the stage when it has its default.
  private func place(_ name: Located<String>, _ context: BindContext) -> Place {
    name.place.file.isEmpty ? context.place : name.place
  }

  private static func asParameter(_ problem: Problem) -> Problem {
    guard problem.code == .unknownKey else { return problem }
    var problem = problem
    problem.code = .unknownParameter
    return problem
  }
}
