import Foundation
import Synchronization
import Table
import Testing

@testable import Pipelines

/// Rows that are rejected after they waited have their text in the rejects file, however many they are.
@Suite struct LateRejectTests {
  /// Lines of the file, the first the header; every third row has no e-mail, one is longer than little memory.
  static let lines: [String] =
    ["id,email,name"]
    + (0..<12_000).map { row in
      let name = row == 1500 ? String(repeating: "x", count: 20_000) : "n\(row * 7919 % 12_000)"
      return "\(row),\(row % 3 == 0 ? "" : "p\(row)@x.io"),\(name)"
    }

  struct Line: Decodable {
    let line: Int
    let raw: String?
  }

  private func rejects(
    _ stage: String, memory: Int, threads: Int = 2,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> String {
    let folder = try Scratch()
    let file = folder.path("p.yaml")
    let text = """
      inputs:
        rows: { path: rows.csv }
      stages:
        - \(stage)
      output: { identify: { userId: email, traits: [name] }, file: out.ndjson }
      """
    let files = MemoryFiles(texts: ["rows.csv": Self.lines.joined(separator: "\n") + "\n"])
    let document = try PipelineDocument.parse(text: text, file: file)
    var settings = RunSettings()
    settings.reader.chunkBytes = 4096
    settings.memory = memory
    settings.threads = threads
    settings.isCancelled = isCancelled
    _ = try Workspace(documents: [document], wanted: [file], files: files).run(settings)
    return try folder.text("out.ndjson.rejects.ndjson")
  }

  /// Rows leave in the order of the file, in its reverse, and in an order that has nothing to do with it, several batches
  /// each time; little memory means that each batch is a window of its own, whose rows wait on disk.
  @Test(arguments: ["dedupe: { key: id }", "sort: [id DESC]", "sort: [name]"])
  func `Each has its row, in the order of the rows, whatever the memory`(stage: String) throws {
    let first = try rejects(stage, memory: 256 << 20)
    let found = try first.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(Set(found.map(\.line)) == Set((0..<4000).map { 3 * $0 + 2 }))
    #expect(found.count == 4000)
    for reject in found { #expect(reject.raw == Self.lines[reject.line - 1]) }
    for memory in [4096, 64 * 1024] {
      #expect(try rejects(stage, memory: memory) == first, "memory \(memory)")
    }
  }

  @Test func `Reading files again can be interrupted`() throws {
    let asked = Mutex(0)
    let count = { @Sendable in
      asked.withLock { asked in
        asked += 1
        return asked
      }
    }
    _ = try rejects("dedupe: { key: id }", memory: 256 << 20, threads: 1) { count() < 0 }
    // The last that a run does before it publishes is to read the file again.
    let last = asked.withLock { asked in
      defer { asked = 0 }
      return asked
    }
    let error = #expect(throws: Problem.self) {
      try rejects("dedupe: { key: id }", memory: 256 << 20, threads: 1) { count() == last }
    }
    #expect(error?.code == .interrupted)
  }
}
