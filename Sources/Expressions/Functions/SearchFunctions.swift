import Bytes
import Table

/// `starts_with`, `ends_with`, `contains`.
enum SearchFunctions {
  static let all = [
    function(
      "starts_with", "Whether a text begins with another.", ("starts_with('abc', 'ab')", "true")
    ) {
      text, wanted in wanted.count <= text.count && TextSearch.stands(wanted, at: 0, in: text)
    },
    function("ends_with", "Whether a text ends with another.", ("ends_with('abc', 'bc')", "true")) {
      text, wanted in
      wanted.count <= text.count
        && TextSearch.stands(wanted, at: text.count - wanted.count, in: text)
    },
    function("contains", "Whether a text has another in it.", ("contains('abc', 'd')", "false")) {
      text, wanted in
      var at = 0
      while at + wanted.count <= text.count {
        if TextSearch.stands(wanted, at: at, in: text) { return true }
        at += 1
      }
      return false
    },
  ]

  private static func function(
    _ name: String, _ summary: String, _ example: (String, String),
    _ test: @escaping @Sendable (Span<UInt8>, Span<UInt8>) -> Bool
  ) -> FunctionSpec {
    FunctionSpec(
      name, "\(name)(text, part)", summary, examples: [example], [.text, .text], gives: .boolean
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      let (other, parts) = arguments[1].texts(count)
      return Column(
        .boolean,
        .booleans(
          (0..<count).map { row in
            guard slices[row].isPresent, parts[row].isPresent else { return .null }
            return Truth(test(buffer.bytes(slices[row]), other.bytes(parts[row])))
          }))
    }
  }
}
