import Foundation
import Table
import Testing

@testable import Pipelines

/// Stages that take all rows in give the same rows when they go on in temporary files.
@Suite struct SpillTests {
  static let stages = [
    "dedupe: { key: key, order_by: number DESC }",
    "dedupe: { key: [key, note], nulls: collapse }",
    "sort: [number DESC, key]",
    """
    rank:
          partition_by: [key]
          columns: { place: { row_number: number DESC }, all: { count: "*" } }
    """,
    "join: { with: others, kind: left, on: key, take: { theirs: note } }",
    "join: { with: others, kind: anti, on: key, where: number > 500 }",
  ]
  static let rowCount = 40_000

  @Test(arguments: stages)
  func `The rows are the same in little memory as in much`(stage: String) throws {
    let much = try run(stage, memory: 256 << 20, threads: 1)
    #expect(much.output.utf8.count > 10_000, "the stage leaves rows to compare")
    for threads in [1, 3] {
      let little = try run(stage, memory: 1 << 20, threads: threads)
      #expect(little.output == much.output, "1 MiB, \(threads) threads")
      #expect(little.imbalances.isEmpty)
    }
  }

  @Test(arguments: stages)
  func `A folder that cannot hold temporary files stops the run, with its name`(
    stage: String
  ) throws {
    let error = try #require(throws: Problem.self) {
      try run(stage, memory: 1 << 20, threads: 2, scratch: "/no/such/folder")
    }
    #expect(error.code == .scratchFailed)
    #expect(error.place?.file.hasPrefix("/no/such/folder") == true)
  }

  @Test(arguments: stages)
  func `Rejects are the same in little memory as in much, each with its row`(
    stage: String
  ) throws {
    let cast = stage + "\n  - cast: { key: integer }"
    let much = try run(cast, memory: 256 << 20, threads: 1)
    #expect(much.rejects.contains("\"raw\":\"k"))
    let lines = much.rejects.split(separator: "\n")
    #expect(lines.allSatisfy { $0.contains(",\"raw\":") }, "\(lines.count) rejects")
    let little = try run(cast, memory: 1 << 20, threads: 3)
    #expect(little.rejects == much.rejects)
  }

  @Test func `Temporary files are gone after a run`() throws {
    let scratch = try Scratch()
    _ = try run(Self.stages[2], memory: 1 << 20, threads: 2, scratch: scratch.folder.path)
    #expect(try scratch.files().isEmpty)
  }

  /// Rows of some 70 bytes, with keys that repeat, keys that are null, and ties.
  static let rows: String = {
    let padding = String(repeating: "x", count: 40)
    var text = "key,number,note\n"
    for row in 0..<rowCount {
      let key = row % 11 == 0 ? "" : "k\(row &* 7919 % 15_000)"
      text += "\(key),\(row &* 104_729 % 1000),\(padding)\(row % 97)\n"
    }
    return text
  }()
  static let others: String = {
    let padding = String(repeating: "y", count: 60)
    return "key,number,note\n"
      + (0..<20_000).map { "k\($0 * 3),\($0 % 1000),\(padding)\($0)\n" }.joined()
  }()

  private func run(
    _ stage: String, memory: Int, threads: Int, scratch: String? = nil
  ) throws -> (output: String, rejects: String, imbalances: [String]) {
    let folder = try Scratch()
    let file = folder.path("spill.yaml")
    let text = """
      inputs:
        rows: { path: rows.csv, types: { number: integer } }
        others: { path: others.csv, types: { number: integer } }
      stages:
        - \(stage)
      output: { rows: {}, file: out.csv }
      """
    let files = MemoryFiles(
      texts: ["rows.csv": Self.rows, "others.csv": Self.others], pieceBytes: 64 << 10)
    let document = try PipelineDocument.parse(text: text, file: file)
    var settings = RunSettings()
    settings.memory = memory
    settings.threads = threads
    settings.scratch = scratch ?? folder.folder.path
    settings.reader.chunkBytes = 64 << 10
    let results = try Workspace(documents: [document], wanted: [file], files: files).run(settings)
    let rejects = results.compactMap(\.rejectsPath).isEmpty ? nil : "out.csv.rejects.ndjson"
    return (
      try folder.text("out.csv"), try rejects.map(folder.text) ?? "",
      results.flatMap(\.ledger.imbalances)
    )
  }
}
