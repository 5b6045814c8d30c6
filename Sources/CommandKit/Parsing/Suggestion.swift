/// Names that a user may have meant, found by edit distance.
///
/// The distance counts insertions, deletions, replacements and swaps of neighbours (optimal string
/// alignment), ignoring case: `memry` → `memory` is 1, `raed` → `read` is 1. A name is close enough
/// at one edit for every three letters begun, so `x` never suggests `run`.
public enum Suggestion {
  /// The choice nearest to a name; nil when none is close enough, the first declared when several
  /// are equal.
  public static func nearest(to name: String, among choices: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    var best: (choice: String, distance: Int)?
    for choice in choices {
      let letters = Array(choice.lowercased())
      let allowed = max(1, (min(wanted.count, letters.count) + 2) / 3)
      guard abs(letters.count - wanted.count) <= allowed else { continue }
      let distance = distance(wanted, letters)
      guard distance <= allowed, distance < max(wanted.count, letters.count) else { continue }
      if distance < best?.distance ?? .max { best = (choice, distance) }
    }
    return best?.choice
  }

  /// A hint for a name that is none of `choices`: the nearest, else the whole list when fewer than
  /// six.
  ///
  /// - Returns: `did you mean memory?`, `choose from a, b, c`, or nil.
  public static func hint(for name: String, among choices: [String]) -> String? {
    if let nearest = nearest(to: name, among: choices) { return "did you mean \(nearest)?" }
    guard !choices.isEmpty, choices.count < 6 else { return nil }
    return "choose from \(choices.joined(separator: ", "))"
  }

  /// The number of edits from one text to another, ignoring case.
  public static func distance(from left: String, to right: String) -> Int {
    distance(Array(left.lowercased()), Array(right.lowercased()))
  }

  /// Optimal string alignment over three rows of the usual table.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var current = last
    for (i, a) in left.enumerated() {
      current[0] = i + 1
      for (j, b) in right.enumerated() {
        var edits = min(last[j + 1] + 1, current[j] + 1, last[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
          edits = min(edits, beforeLast[j - 1] + 1)
        }
        current[j + 1] = edits
      }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count]
  }
}
