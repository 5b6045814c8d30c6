import Table

/// A document's lines, for the excerpts of problems.
public struct DocumentText: Sendable {
  /// As the user wrote the path.
  public let file: String
  private let lines: [Substring]

  init(file: String, text: String) {
    self.file = file
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }

  /// The same problems, each with the line that it points at, in the order of the document.
  public func explain(_ problems: Problems) -> Problems {
    let explained = problems.all.map(explain)
    // Sorted by place; those without one keep their order at the end.
    return Problems(
      explained.enumerated().sorted { left, right in
        let (a, b) = (rank(left.element), rank(right.element))
        return a == b ? left.offset < right.offset : a < b
      }.map(\.element))
  }

  private func explain(_ problem: Problem) -> Problem {
    guard problem.excerpt == nil, let place = problem.place, place.file == file,
      let line = place.line, lines.indices.contains(line - 1)
    else { return problem }
    var explained = problem
    explained.excerpt = String(lines[line - 1])
    return explained
  }

  private func rank(_ problem: Problem) -> (Int, Int) {
    guard let place = problem.place, place.file == file, let line = place.line else {
      return (.max, 0)
    }
    return (line, place.column ?? 0)
  }
}
