/// What somebody probably meant: the nearest name by edit distance, or all names when they are few.
public enum Suggestion {
  /// A hint's text, or nil when nothing is near and the names are many.
  public static func hint(for word: String, among names: [String]) -> String? {
    if let near = nearest(to: word, among: names) { return "did you mean `\(near)`?" }
    guard !names.isEmpty, names.count < 13 else { return nil }
    return "choose one of: " + names.joined(separator: ", ")
  }

  /// The closest name, if it is no further away than a third of the word.
  public static func nearest(to word: String, among names: [String]) -> String? {
    let wanted = Array(word.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = editDistance(wanted, Array(name.lowercased().utf8))
      if distance < best?.distance ?? .max { best = (name, distance) }
    }
    guard let best, best.distance <= max(1, wanted.count / 3) else { return nil }
    return best.name
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
  static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in 1...left.count {
      var row = [i] + [Int](repeating: 0, count: right.count)
      for j in 1...right.count {
        let cost = left[i - 1] == right[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
