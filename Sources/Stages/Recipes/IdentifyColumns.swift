import Expressions
import StageKit
import Table

/// The columns that leave ``CustomerIOIdentify``: ids, time, then traits in the order of their columns.
struct IdentifyColumns {
  private let options: CustomerIOIdentify
  private let context: BindContext
  private var schema: Schema { context.schema }

  init(_ options: CustomerIOIdentify, _ context: BindContext) {
    self.options = options
    self.context = context
  }

  /// - Returns: nil when columns that the recipe needs are not there, which the caller reports.
  /// - Throws: unknown names among those ignored or renamed, and clashes of names.
  func bind(columnsAreThere: Bool) throws(Problems) -> BoundStage? {
    var problems: [Problem] = []
    var isTrait = schema.names.map { !special.contains($0) }
    for pattern in options.ignored {
      do throws(Problems) {
        for position in try pattern.positions(in: schema) { isTrait[position] = false }
      } catch { problems += error.all }
    }
    var names = schema.names.map { CustomerIOIdentify.standardNames[$0] ?? $0 }
    var places: [Int: Place] = [:]
    for entry in options.renamed.entries {
      guard let position = schema.index(of: entry.key) else {
        problems.append(.unknownColumn(entry.key, entry.keyPlace, schema))
        continue
      }
      if !isTrait[position] { problems.append(noTrait(entry.key, entry.keyPlace)) }
      names[position] = entry.value.value
      places[position] = entry.value.place
    }
    let traits = schema.fields.indices.filter { isTrait[$0] }
    problems += clashes(traits, names, places)
    if !problems.isEmpty { throw Problems(problems) }
    guard columnsAreThere else { return nil }

    var projection = Projection(schema)
    for position in traits where schema[position].type == .date {
      let text = "CAST(\(schema[position].name.asColumn) AS timestamp)"
      let moment = try ExpressionText.made(text, at: context.place)
      projection.replace(position, try moment.expression.bind(to: schema))
    }
    projection.arrange(ids + traits.map { (names[$0], $0) })
    return projection.stage(
      "select", projection.output.names.joined(separator: ", "))
  }

  /// Columns that leave under a name of the message, or not at all.
  private var special: Set<String> {
    var names = CustomerIOIdentify.systemColumns
    names.insert(options.userID.value)
    if let anonymous = options.anonymousID { names.insert(anonymous.value) }
    return names
  }

  private var ids: [(name: String, position: Int)] {
    let sources = [
      ("userId", options.userID.value), ("anonymousId", options.anonymousID?.value),
      ("timestamp", CustomerIOIdentify.timeColumn),
    ]
    return sources.compactMap { name, source in
      source.flatMap { schema.index(of: $0) }.map { (name, $0) }
    }
  }

  // Problems.

  private func clashes(_ traits: [Int], _ names: [String], _ places: [Int: Place]) -> [Problem] {
    var owners: [String: String] = [
      "userId": "`\(options.userID.value)`", "timestamp": "`\(CustomerIOIdentify.timeColumn)`",
    ]
    if let anonymous = options.anonymousID { owners["anonymousId"] = "`\(anonymous.value)`" }
    var problems: [Problem] = []
    // Columns that keep their names own them; a renamed one is the intruder that the message points at.
    let ordered =
      traits.filter { names[$0] == schema[$0].name }
      + traits.filter { names[$0] != schema[$0].name }
    for position in ordered {
      let source = schema[position].name
      if let owner = owners[names[position]] {
        problems.append(
          clash(source, names[position], with: owner, places[position] ?? context.place))
      } else {
        owners[names[position]] = "`\(source)`"
      }
    }
    return problems
  }

  private func clash(_ source: String, _ name: String, with owner: String, _ place: Place)
    -> Problem
  {
    Problem(
      .nameClash, "`\(source)` and \(owner) would both become `\(name)`", at: place,
      hint: "ignore one of them with `ignore_traits`, or rename it: rename_traits: { \(source): … }"
    )
  }

  private func noTrait(_ name: String, _ place: Place) -> Problem {
    Problem(
      .badChoice, "`\(name)` does not become a trait, so it cannot be renamed", at: place,
      hint: "take it out of `rename_traits`")
  }
}
