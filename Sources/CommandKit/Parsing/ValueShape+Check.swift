extension ValueShape {
  /// Why a value is refused.
  struct Objection: Equatable {
    /// What was expected, to follow "…: ".
    let expected: String
    /// What to type instead.
    let hint: String?
  }

  /// Checks one value; nil when it is accepted. Paths are not looked at: reading tells more than
  /// asking first.
  func objection(to value: String, verbs: [String]) -> Objection? {
    switch rule {
    case .text: return nil
    case .count:
      guard !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }) else {
        return Objection(expected: "expected a whole number, 0 or more", hint: nil)
      }
      guard Int(value) != nil else {
        return Objection(expected: "the number is too large", hint: nil)
      }
      return nil
    case .byteCount:
      do throws(ByteCountError) {
        _ = try ByteCount.parse(value)
        return nil
      } catch {
        return Objection(expected: error.message, hint: error.hint)
      }
    case .assignment:
      guard let equals = value.firstIndex(of: "="), equals != value.startIndex else {
        return Objection(expected: "expected \(placeholder)", hint: nil)
      }
      return nil
    case .file, .directory:
      guard !value.isEmpty else { return Objection(expected: "the path is empty", hint: nil) }
      return nil
    case .choice(let choices): return Self.objection(to: value, among: choices)
    case .verb: return Self.objection(to: value, among: verbs)
    }
  }

  private static func objection(to value: String, among choices: [String]) -> Objection? {
    guard !choices.contains(value) else { return nil }
    if choices.count < 6 {
      let nearest = Suggestion.nearest(to: value, among: choices)
      return Objection(
        expected: "expected one of \(choices.joined(separator: ", "))",
        hint: nearest.map { "did you mean \($0)?" })
    }
    return Objection(
      expected: "not one of the \(choices.count) choices",
      hint: Suggestion.hint(for: value, among: choices)
        ?? "choose from \(choices.joined(separator: ", "))")
  }
}
