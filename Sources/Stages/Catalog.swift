import StageKit
import Table

/// Every stage that a document can name; one line each.
public enum Catalog {
  public static let stages: [AnyStage] = [
    AnyStage(Filter.self),
    AnyStage(Limit.self),
    AnyStage(Dedupe.self),
    AnyStage(Derive.self),
    AnyStage(Select.self),
    AnyStage(Drop.self),
    AnyStage(Rename.self),
    AnyStage(Cast.self),
    AnyStage(Timestamps.self),
    AnyStage(Attributes.self),
    AnyStage(Join.self),
    AnyStage(Recipe.self),
    AnyStage(Rank.self),
    AnyStage(Sort.self),
  ]

  /// The stage of that name.
  ///
  /// - Throws: that there is none, with a suggestion.
  public static func stage(named name: String, at place: Place) throws(Problems) -> AnyStage {
    if let stage = stages.first(where: { $0.name == name }) { return stage }
    let names = stages.map(\.name)
    throw Problems(
      Problem(
        .unknownStage, "there is no stage `\(name)`", at: place,
        hint: Suggestion.hint(for: name, among: names)
          ?? "stages are: " + names.sorted().joined(separator: ", ")))
  }
}
