import Formats
import Foundation
import Table
import Testing

@testable import Pipelines

/// The pipelines of the repository over the sample data give the same bytes however they are run.
@Suite struct DeterminismTests {
  /// What a run leaves behind, and whether its account balances.
  struct Outcome {
    var files: [String: Data]
    var imbalances: [String]
    var rows: [Int]
  }

  static let folders = ["pipelines", "pipelines/reverse_etl"]

  @Test(arguments: folders)
  func `The same bytes come out for all chunks, threads and memory`(folder: String) throws {
    let first = try run(folder, RunSettings())
    #expect(first.imbalances.isEmpty)
    #expect(first.rows.allSatisfy { $0 > 0 }, "every pipeline emits something: \(first.rows)")
    #expect(first.files.count >= 8, "four outputs with their manifests")
    let again = try run(folder, RunSettings())
    expectSame(again, first, "a second run")
    for chunkBytes in [777, 4096, ReaderSettings().chunkBytes] {
      for (threads, memory) in [(1, 1 << 20), (2, 256 << 20), (3, 1 << 20)] {
        var settings = RunSettings()
        settings.reader.chunkBytes = chunkBytes
        settings.threads = threads
        settings.memory = memory
        expectSame(
          try run(folder, settings), first,
          "chunks of \(chunkBytes), \(threads) threads, \(memory) bytes of memory")
      }
    }
  }

  private func expectSame(_ found: Outcome, _ first: Outcome, _ how: String) {
    #expect(found.imbalances.isEmpty, "\(how)")
    #expect(found.files.keys.sorted() == first.files.keys.sorted(), "\(how)")
    for (name, bytes) in first.files {
      #expect(found.files[name] == bytes, "\(name) differs: \(how)")
    }
  }

  /// Runs a folder of pipelines with its outputs led elsewhere.
  private func run(_ folder: String, _ settings: RunSettings) throws -> Outcome {
    let scratch = try Scratch()
    let root = DocumentFilesTests.root
    var documents: [PipelineDocument] = []
    for path in try PipelineDocument.files(at: root.appending(path: folder).path) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let moved = text.replacing(
        /file: (?:\.\.\/)+out\/(?:reverse_etl\/)?/, with: "file: \(scratch.folder.path)/")
      try #require(moved != text, "\(path) has an output to lead elsewhere")
      documents.append(try PipelineDocument.parse(text: moved, file: path))
    }
    let workspace = try Workspace(
      documents: documents, wanted: Set(documents.map(\.file)), files: SystemFiles())
    let results = try workspace.run(settings)
    return Outcome(
      files: try scratch.files(), imbalances: results.flatMap(\.ledger.imbalances),
      rows: results.map(\.ledger.emitted))
  }
}
