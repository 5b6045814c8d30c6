import StageKit
import Stages
import Table
import Testing

@Suite struct CatalogTests {
  @Test func `names are unique, and every stage says what it does and shows it`() {
    #expect(Set(Catalog.stages.map(\.name)).count == Catalog.stages.count)
    for stage in Catalog.stages {
      #expect(stage.summary.hasSuffix("."), "\(stage.name)")
      #expect(!stage.examples.isEmpty, "\(stage.name)")
      for field in stage.fields { #expect(field.doc.hasSuffix("."), "\(stage.name).\(field.name)") }
      for example in stage.examples {
        #expect(example.stage.hasPrefix(stage.name + ":"), "\(example.file):\(example.line)")
      }
    }
  }

  @Test func `an unknown stage is a mistake with a suggestion`() {
    #expect(throws: Problems.self) {
      try Catalog.stage(named: "filtr", at: Place(file: "p.yaml", line: 7))
    }
    do throws(Problems) {
      _ = try Catalog.stage(named: "filtr", at: Place(file: "p.yaml", line: 7))
    } catch {
      #expect(error.all.map(\.code) == [.unknownStage])
      #expect(error.all.first?.hint == "did you mean `filter`?")
      #expect(error.all.first?.place?.line == 7)
    }
  }

  @Test func `a stage whose options are a map names its unknown and missing keys together`() {
    let found = mistakes("timestamps", ["colums": "a"], columns("a"))
    #expect(found.map(\.code) == [.unknownKey, .missingKey])
    #expect(found.first?.hint == "did you mean `columns`?")
  }
}
