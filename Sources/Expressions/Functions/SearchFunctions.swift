import Bytes
import Table

/// `starts_with`, `ends_with`, `contains`.
enum SearchFunctions {
  static let all = [
    function(
      "starts_with", "Whether a text begins with another.",
      ("starts_with('abc', 'ab')", "true"), .start),
    function(
      "ends_with", "Whether a text ends with another.", ("ends_with('abc', 'bc')", "true"), .end),
    function(
      "contains", "Whether a text has another in it.", ("contains('abc', 'd')", "false"), .anywhere),
  ]

  private static func function(
    _ name: String, _ summary: String, _ example: (String, String), _ place: TextPlace
  ) -> FunctionSpec {
    FunctionSpec(
      name, "\(name)(text, part)", summary, examples: [example], [.text, .text], gives: .boolean
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      let parts = arguments[1].texts(count)
      let marks = buffer.marks(slices, having: parts, at: place)
      return Column(
        .boolean,
        .booleans(
          (0..<count).map { row in
            slices[row].isPresent && parts.slices[row].isPresent ? Truth(marks[row] == 1) : .null
          }))
    }
  }
}
