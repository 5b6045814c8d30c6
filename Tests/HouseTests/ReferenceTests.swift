import CommandKit
import Foundation
import Pipelines
import StageKit
import Testing

/// The reference is what the code says, no more and no less.
@Suite struct ReferenceTests {
  @Test(arguments: Reference.pages)
  func `A generated page is what the code would write now`(page: ReferencePage) {
    let written = try? Repository.text(page.path)
    #expect(written == page.text, "\(page.path) is stale; mend it with: \(Reference.command)")
  }

  @Test func `Every page of a stage belongs to a stage`() throws {
    let folder = Repository.root.appending(path: Reference.folder + "/stages").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let known = Set(Reference.pages.map(\.path))
    for file in files {
      #expect(known.contains("\(Reference.folder)/stages/\(file)"), "\(file) can go")
    }
  }

  @Test func `The command declares itself without a mistake`() {
    #expect(CommandLineTool.sluice.declarationMistakes == [])
  }

  @Test func `Every reference in the schema leads somewhere, and every definition is used`() throws
  {
    let text = Reference.schema.compact
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let definitions = Set((json?["$defs"] as? [String: Any] ?? [:]).keys)
    let used = Set(text.matches(of: /#\/\$defs\/(\w+)/).map { String($0.1) })
    #expect(definitions == used)
    #expect(definitions.count > 10)
  }

  @Test func `The description is JSON that names every stage`() throws {
    let json = try JSONSerialization.jsonObject(with: Data(Reference.description.pretty.utf8))
    let stages = (json as? [String: Any])?["stages"] as? [[String: Any]]
    #expect(stages?.compactMap { $0["name"] as? String } == Reference.stages.map(\.name))
  }

  @Test func `What a stage or a code means can be asked for by name`() {
    #expect(Reference.text(about: "dedupe")?.contains("one row a key") == true)
    #expect(Reference.text(about: "csv104")?.hasPrefix("# CSV104: Quote never closed") == true)
    #expect(Reference.text(about: "nothing") == nil)
    for name in Reference.names { #expect(Reference.text(about: name) != nil, "\(name)") }
  }
}
