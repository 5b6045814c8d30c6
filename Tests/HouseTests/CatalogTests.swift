import Pipelines
import StageKit
import Testing

/// What is written is also reachable.
@Suite struct CatalogTests {
  @Test func `Every stage in Sources is in the catalog, once`() {
    let files = Repository.sources.filter { $0.target == "Stages" }
    let catalog = files.first { $0.path == "Sources/Stages/Catalog.swift" }
    var stages: [String] = []
    for file in files {
      for line in file.lines where line.contains(": Stage") {
        guard let match = line.code.firstMatch(of: /^public (?:enum|struct) (\w+): Stage\b/) else {
          continue
        }
        stages.append(String(match.1))
      }
    }
    #expect(stages.count > 10)
    for stage in stages {
      let lines = catalog?.lines.filter { $0.code.contains("AnyStage(\(stage).self)") } ?? []
      #expect(
        lines.count == 1, "\(stage) stands \(lines.count) times in Sources/Stages/Catalog.swift")
    }
    #expect(Reference.stages.count == stages.count)
  }

  @Test func `Every stage says what it does and shows it`() {
    for stage in Reference.stages {
      #expect(stage.summary.hasSuffix("."), "\(stage.name)")
      #expect(!stage.examples.isEmpty, "\(stage.name) has no example")
      #expect(stage.fields.allSatisfy { $0.doc.hasSuffix(".") }, "\(stage.name)")
    }
  }
}
