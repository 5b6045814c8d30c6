import Adapters
import Formats
import Foundation
import Table
import TestKit
import Testing

@testable import Pipelines

/// However the rows of an input are dealt out to files, and however many of them are read at once, the same leaves.
@Suite struct PartTests {
  static let stages = [
    "filter: at > 2",
    "dedupe: { key: [who] }",
    "dedupe: { key: [who], order_by: at DESC }",
    "rank: { partition_by: [who], columns: { n: { row_number: at }, all: { count: \"*\" } } }",
    "join: { with: others, on: who, take: [note] }",
    "join: { with: others, kind: left, on: who, matches: first, take: [note] }",
    "join: { with: others, kind: anti, on: who }",
    "sort: [at]",
  ]

  private static let ways: [(threads: Int, chunkBytes: Int, memory: Int)] = [
    (1, 1 << 19, 256 << 20), (2, 64, 256 << 20), (4, 64, 256 << 20), (3, 200, 256 << 20),
    (4, 64, 1 << 20),
    (3, 500, 1 << 20),
  ]

  @Test(arguments: stages)
  func `Rows in several files are the rows of one`(stage: String) throws {
    var random = Seeded(for: "rows in several files")
    let rows = (0..<400).map { row in
      // Few people and few times, so that there are ties across files; some rows are bad.
      let who = random.chance(5) ? "" : "p\(random.int(0...60))"
      return "\(row),\(who),\(random.chance(3) ? "many" : "\(random.int(0...9))")\n"
    }
    let others = (0..<300).map { "p\(random.int(0...80)),n\($0)\n" }
    let whole = try run(
      stage, files(rows, others, [rows.count], [others.count]), way: Self.ways[0])
    let lines = try #require(whole["out.csv"]).split(separator: 0x0a)
    #expect(lines.count > 10, "something comes out")
    for cuts in 2...6 {
      let input = files(
        rows, others, random.cuts(rows.count, cuts), random.cuts(others.count, 8 - cuts))
      var first: [String: Data]?
      for way in Self.ways {
        let found = try run(stage, input, way: way)
        #expect(found["out.csv"] == whole["out.csv"], "\(cuts) files, \(way), seed \(random.seed)")
        #expect(found == first ?? found, "\(cuts) files, \(way), seed \(random.seed)")
        first = found
      }
      let rejects = try #require(first?["out.csv.rejects.ndjson"]).split(separator: 0x0a)
      let expected = whole["out.csv.rejects.ndjson"]?.split(separator: 0x0a)
      #expect(rejects.count == expected?.count)
    }
  }

  @Test func `The first bad row in the order of the files ends a run that tolerates none`() throws {
    let bad = "id,who,at\n1,a,1\n2,b,many\n3,c,2\n"
    let good = "id,who,at\n" + (0..<500).map { "\($0),p,1\n" }.joined()
    let texts = [
      "rows-1.csv": good, "rows-2.csv": bad, "rows-3.csv": bad, "others-1.csv": "who,note\n",
    ]
    for way in Self.ways {
      let problem = #expect(throws: Problem.self) {
        _ = try run("dedupe: { key: [who] }", texts, way: way, more: ", bad_rows: fail")
      }
      #expect(problem?.place?.file == "rows-2.csv", "\(way)")
      #expect(problem?.place?.line == 3, "\(way)")
    }
  }

  @Test func `A key that nobody expected is told where it comes up first`() throws {
    let long = String(repeating: "x", count: 1 << 20)
    // Keys are looked for in the first MiB of a part.
    let first = String(repeating: "{\"who\":\"a\",\"long\":\"\(long)\"}\n", count: 3)
    let texts = [
      "rows-1.ndjson": first + "{\"who\":\"b\",\"new\":1}\n",
      "rows-2.ndjson": first + "{\"new\":2,\"who\":\"b\"}\n{\"newer\":2}\n",
    ]
    for threads in [1, 2, 4] {
      let folder = try Scratch()
      let document = try PipelineDocument.parse(
        text: """
          inputs: { rows: { path: "rows-*.ndjson", types: { who: string } } }
          stages: [{ dedupe: { key: who } }]
          output: { rows: {}, file: out.ndjson }
          """, file: folder.path("p.yaml"))
      var settings = RunSettings()
      settings.threads = threads
      let files = MemoryFiles(texts: texts, pieceBytes: 4096)
      let workspace = try Workspace(
        documents: [document], wanted: [folder.path("p.yaml")], files: files)
      let places = try workspace.run(settings).flatMap(\.unknownKeys)
        .map { "\($0.name) \($0.place.file):\($0.place.line ?? 0)" }
      #expect(places == ["new rows-1.ndjson:4", "newer rows-2.ndjson:5"], "\(threads) threads")
    }
  }

  @Test func `What a run that stops early wrote is fingerprinted to its end`() throws {
    let rows = (0..<2000).map { "\($0),p,1\n" }
    for way in Self.ways {
      let found = try run(
        "filter: at > 0", files(rows, [], [900, 2000], [0]), way: way, limit: 1234)
      #expect(found["out.csv"]?.split(separator: 0x0a).count == 1235, "\(way)")
    }
  }

  @Test func `What is wrong behind the last row of a limit is not told`() throws {
    let rows = (0..<2000).map { $0 % 3 == 2 ? "\($0),p,often\n" : "\($0),p,1\n" }
    for way in Self.ways {
      let found = try run(
        "filter: at > 0", files(rows, [], [900, 2000], [0]), way: way, limit: 700)
      let rejects = try #require(found["out.csv.rejects.ndjson"]).split(separator: 0x0a)
      // Two of three rows are good: the last that counts is row 1048.
      #expect(rejects.count == 349, "\(way)")
      #expect(found["out.csv"]?.split(separator: 0x0a).count == 701, "\(way)")
    }
    // None behind the limit stops the run either.
    for way in Self.ways {
      let found = try run(
        "filter: at > 0", files(rows, [], [2000], [0]), way: way, more: ", bad_rows: fail", limit: 2
      )
      #expect(found["out.csv"]?.split(separator: 0x0a).count == 3, "\(way)")
    }
  }

  /// Deals rows out to files, each with the header.
  private func files(
    _ rows: [String], _ others: [String], _ rowCuts: [Int], _ otherCuts: [Int]
  ) -> [String: String] {
    var texts: [String: String] = [:]
    for (name, header, all, cuts) in [
      ("rows", "id,who,at\n", rows, rowCuts), ("others", "who,note\n", others, otherCuts),
    ] {
      var start = 0
      for (index, end) in cuts.enumerated() {
        texts["\(name)-\(index).csv"] = header + all[start..<end].joined()
        start = end
      }
    }
    return texts
  }

  private func run(
    _ stage: String, _ texts: [String: String],
    way: (threads: Int, chunkBytes: Int, memory: Int), more: String = "", limit: Int? = nil
  ) throws -> [String: Data] {
    let folder = try Scratch()
    let file = folder.path("p.yaml")
    let text = """
      inputs:
        rows: { path: "rows-*.csv", types: { at: integer }\(more) }
        others: { path: "others-*.csv" }
      stages:
        - \(stage)
      output: { rows: {}, file: out.csv }
      """
    let document = try PipelineDocument.parse(text: text, file: file)
    var settings = RunSettings()
    (settings.threads, settings.reader.chunkBytes, settings.memory) = way
    settings.limit = limit
    let results = try Workspace(
      documents: [document], wanted: [file], files: MemoryFiles(texts: texts)
    ).run(settings)
    #expect(results.flatMap(\.ledger.imbalances).isEmpty)
    var found = try folder.files()
    let written = found.removeValue(forKey: "out.csv.manifest.json")
    let manifest = String(decoding: try #require(written), as: UTF8.self)
    var fingerprint = SHA256()
    fingerprint.update([UInt8](try #require(found["out.csv"])).span)
    #expect(manifest.contains("\"sha256\": \"\(fingerprint.hex)\""), "\(way)")
    return found
  }
}

extension Seeded {
  /// Where that many pieces of so many rows end; some may be empty.
  fileprivate mutating func cuts(_ rows: Int, _ pieces: Int) -> [Int] {
    (0..<pieces - 1).map { _ in int(0...rows) }.sorted() + [rows]
  }
}
