import CustomerIO
import StageKit
import Table

/// Limits that replace those of Customer.io's rules, by the rule's code.
public struct LimitOverrides: OptionValue {
  public var limits: [RuleCode: Int] = [:]

  /// The rules that have a limit to replace.
  private static let codes = Rule.all.filter { $0.limit != nil }.map(\.code.rawValue)

  public static func decode(_ node: Node) throws(Problems) -> LimitOverrides {
    let written = try OrderedMap<Located<Int>>.decode(node)
    var overrides = LimitOverrides()
    var problems: [Problem] = []
    for entry in written.entries {
      guard let code = RuleCode(rawValue: entry.key), codes.contains(entry.key) else {
        problems.append(
          Problem(
            .unknownKey, "no rule with a limit has the code `\(entry.key)`", at: entry.keyPlace,
            hint: Suggestion.hint(for: entry.key, among: codes)))
        continue
      }
      guard entry.value.value > 0 else {
        problems.append(Problem(.badValue, "a limit is at least 1", at: entry.value.place))
        continue
      }
      overrides.limits[code] = entry.value.value
    }
    if !problems.isEmpty { throw Problems(problems) }
    return overrides
  }
  public static var shape: Shape { .map(.integer) }
  public var written: String? { nil }
}
