import StageKit
import Table

/// How a dump writes true and false.
public struct TruthWords: DeclaredOptions, OptionValue {
  public var trueWords: [String] = []
  public var falseWords: [String] = []

  public init() {}

  public static let fields: [Field<TruthWords>] = [
    Field("true", \.trueWords, "The words for true.", required: true),
    Field("false", \.falseWords, "The words for false.", required: true),
  ]

  public static func decode(_ node: Node) throws(Problems) -> TruthWords {
    let words = try read(node, of: "booleans")
    let both = words.trueWords.first { word in
      words.falseWords.contains { $0.lowercased() == word.lowercased() }
    }
    if let both {
      throw Problems(Problem(.badValue, "\"\(both)\" is both true and false", at: node.place))
    }
    return words
  }
  public static var shape: Shape { .named("booleans") }
  public var written: String? { nil }
}
