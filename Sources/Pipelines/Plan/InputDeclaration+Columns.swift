import StageKit
import Table

// What an input's declaration says of the columns that its files have.
extension InputDeclaration {
  /// A column's type: the first entry of `types:` that matches, else what the format has without one.
  func type(of name: String, in format: InputFormat) -> ValueType {
    for entry in types where NamePattern(entry.key, at: entry.keyPlace).matches(name) {
      return entry.value.value
    }
    return format == .csv ? .string : .json
  }

  /// Entries of `types:` that no column matches.
  func unmatchedTypes(_ names: [String]) -> [Problem] {
    types.compactMap { entry in
      let pattern = NamePattern(entry.key, at: entry.keyPlace)
      if names.contains(where: pattern.matches) { return nil }
      return Problem(
        .unknownColumn, "`\(name)` has no column `\(entry.key)`", at: entry.keyPlace,
        hint: Suggestion.hint(for: entry.key, among: names))
    }
  }

  /// Columns that the contract asks for and that are not there, or that it does not allow.
  func brokenContract(_ names: [String]) -> [Problem] {
    switch columns {
    case .evolve: return []
    case .require(let required):
      return required.filter { !names.contains($0.value) }.map { column in
        Problem(
          .contractBroken, "`\(name)` has to have the column `\(column.value)`",
          at: column.place, hint: Suggestion.hint(for: column.value, among: names))
      }
    case .freeze:
      let patterns = types.map { NamePattern($0.key, at: $0.keyPlace) }
      return names.filter { name in !patterns.contains { $0.matches(name) } }.map { column in
        Problem(
          .contractBroken,
          "`\(name)` is frozen, and its column `\(column)` is not among its `types`",
          at: place, hint: "name it under `types:`, or say `columns: evolve`")
      }
    }
  }

  /// How the columns of one part differ from those of the first, in words; nil when only in their order.
  static func difference(_ header: [String], _ names: [String]) -> String? {
    let missing = names.filter { !header.contains($0) }
    let extra = header.filter { !names.contains($0) }
    if missing.isEmpty, extra.isEmpty { return nil }
    let parts = [
      missing.isEmpty ? nil : "it lacks " + missing.joined(separator: ", "),
      extra.isEmpty ? nil : "it adds " + extra.joined(separator: ", "),
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }
}
