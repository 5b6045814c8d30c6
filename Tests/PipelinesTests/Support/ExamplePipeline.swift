import StageKit
import Table
import Testing

@testable import Pipelines

/// A stage's example as a whole pipeline: its texts are the inputs, its stage the only one, CSV comes out.
struct ExamplePipeline {
  let example: Example
  var texts: [String: String]

  init(_ example: Example) {
    self.example = example
    texts = Dictionary(uniqueKeysWithValues: example.given.map { ($0.input + ".csv", $0.csv) })
  }

  /// Where the example stands, for failures.
  var location: SourceLocation {
    SourceLocation(
      fileID: example.file, filePath: "Sources/" + example.file, line: example.line, column: 1)
  }

  var header: String { String(example.expect.prefix { $0 != "\n" }) + "\n" }

  var text: String {
    let inputs = example.given.map { given in
      "  \(given.input): { path: \(given.input).csv, types: \(example.types) }\n"
    }
    let stage = example.stage.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n    ")
    return "inputs:\n" + inputs.joined() + "stages:\n  - \(stage)\n"
      + "output: { rows: {}, file: out.csv }\n"
  }

  /// Runs it, and gives the rows that came out.
  func run(_ settings: RunSettings = RunSettings()) throws -> String {
    let scratch = try Scratch()
    let file = scratch.path("example.yaml")
    let document = try PipelineDocument.parse(text: text, file: file)
    let files = MemoryFiles(texts: texts)
    let results = try Workspace(documents: [document], wanted: [file], files: files).run(settings)
    #expect(results.map(\.ledger.imbalances) == [[]], sourceLocation: location)
    return try scratch.text("out.csv")
  }
}

extension Example: CustomTestStringConvertible {
  public var testDescription: String { "\(file):\(line) \(title)" }
}
