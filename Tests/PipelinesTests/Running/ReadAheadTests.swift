import Bytes
import Formats
import Foundation
import Table
import TestKit
import Testing

@testable import Pipelines

/// A thread alone never reads ahead; several do while the other sides of joins are read, and nothing tells them apart.
@Suite struct ReadAheadTests {
  private static let ways: [(threads: Int, chunkBytes: Int)] = [
    (1, 1 << 19), (2, 300), (4, 300), (3, 64), (2, 2000),
  ]

  static let stages = [
    "join: { with: others, on: id, take: [note] }",
    "join: { with: others, kind: left, on: id, matches: first, take: [note] }",
    "rank: { partition_by: [visits], columns: { place: { row_number: id } } }",
    """
    cast: { visits: integer }
      - rank: { partition_by: [visits], columns: { place: { row_number: id } } }
    """,
  ]

  @Test(arguments: stages, [5, 60])
  func `What the rows go through and how many are bad`(stage: String, badPercent: Int) throws {
    var random = Seeded(for: "rows that are read ahead")
    let rows = (0..<4000).map { row in
      guard random.chance(badPercent) else { return "\(row),p\(row)@x.io,\(row % 10)\n" }
      return switch random.int(0...3) {
      case 0: "\(row),\"p\(row)\"@x.io,1\n"
      case 1: "\(row),,\(row % 10)\n"
      case 2: "\(row),p\(row)@x.io,many\n"
      default: "\(row),p\(row)@x.io\n"
      }
    }
    let texts = texts([Array(rows[..<1500]), Array(rows[1500..<1600]), Array(rows[1600...])])
    let expected = try run(stage, texts, way: Self.ways[0])
    #expect(try #require(expected["out.ndjson"]).count > 10_000)
    let rejects = String(
      decoding: try #require(expected["out.ndjson.rejects.ndjson"]), as: UTF8.self)
    for code in ["CSV101", "CSV103", "TYP501", "MSG701"] { #expect(rejects.contains(code)) }
    for way in Self.ways {
      #expect(try run(stage, texts, way: way) == expected, "\(way), seed \(random.seed)")
    }
  }

  @Test func `What fails ahead of its time fails when its turn comes`() throws {
    let good = (0..<6000).map { "\($0),p\($0)@x.io,1\n" }
    var late = good
    late[700] = "700,,1\n"
    var early = late
    early[900] = "900,p@x.io\n"
    // The first bad row is found behind the join, the next where it is read.
    for rows in [late, early] {
      for way in Self.ways {
        let problem = #expect(throws: Problem.self) {
          _ = try run(Self.stages[0], texts([rows]), way: way, more: ", bad_rows: fail")
        }
        #expect(problem?.code == .requiredFieldNull && problem?.place?.line == 702, "\(way)")
      }
    }
    // Further in than where the header is looked for.
    for way in Self.ways {
      let broken = #expect(throws: Problem.self) {
        _ = try run(Self.stages[0], texts([good, good]), way: way, breaksAt: 80_000)
      }
      #expect(broken?.message == "rows-1.csv broke at 80000", "\(way)")
      let bad = #expect(throws: Problem.self) {
        _ = try run(
          Self.stages[0], texts([late, good]), way: way, more: ", bad_rows: fail",
          breaksAt: 80_000)
      }
      #expect(bad?.code == .requiredFieldNull, "\(way)")
    }
  }

  @Test func `Bad rows keep their bytes, so no file is read again`() throws {
    var rows = (0..<3000).map { "\($0),p\($0)@x.io,1\n" }
    for row in stride(from: 5, to: 3000, by: 50) { rows[row] = "\(row),,1\n" }
    var expected: Int?
    for way in Self.ways {
      let opened = Monitor(0)
      let found = try run(Self.stages[0], texts([rows]), way: way, opened: opened)
      let rejects = try #require(found["out.ndjson.rejects.ndjson"]).split(separator: 0x0a)
      #expect(rejects.count == 180, "\(way)")
      let count = opened.update { $0 }
      #expect(count == expected ?? count, "\(way)")
      expected = expected ?? count
    }
  }

  private static let others =
    "id,note\n" + (0..<15_000).map { "\($0 % 5000),\"a note of \($0)\"\n" }.joined()

  private func texts(_ parts: [[String]]) -> [String: String] {
    var texts = ["others.csv": Self.others]
    for (index, rows) in parts.enumerated() {
      texts["rows-\(index).csv"] = "id,email,visits\n" + rows.joined()
    }
    return texts
  }

  /// - Parameter breaksAt: where reading the second of the files fails.
  /// - Parameter opened: counts how often files are opened.
  private func run(
    _ stage: String, _ texts: [String: String], way: (threads: Int, chunkBytes: Int),
    more: String = "", breaksAt: Int? = nil, opened: Monitor<Int> = Monitor(0)
  ) throws -> [String: Data] {
    let folder = try Scratch()
    let file = folder.path("p.yaml")
    let text = """
      inputs:
        rows: { path: "rows-*.csv"\(more) }
        others: { path: others.csv }
      stages:
        - filter: id IS NOT NULL
        - join: { with: others, on: id, kind: semi }
        - \(stage)
        - cast: { visits: integer }
      output: { identify: { userId: email }, file: out.ndjson }
      """
    let document = try PipelineDocument.parse(text: text, file: file)
    var settings = RunSettings()
    (settings.threads, settings.reader.chunkBytes) = way
    let results = try Workspace(
      documents: [document], wanted: [file],
      files: WatchedFiles(
        files: MemoryFiles(texts: texts, pieceBytes: 500), breaksAt: breaksAt, opened: opened)
    ).run(settings)
    #expect(results.flatMap(\.ledger.imbalances).isEmpty)
    return try folder.files()
  }
}

/// Files of which the one with number 1 cannot be read to its end, and that count how often they are opened.
private struct WatchedFiles: InputFiles {
  let files: MemoryFiles
  let breaksAt: Int?
  let opened: Monitor<Int>

  func expand(_ path: String) throws(Problem) -> [PlannedInput.File] { try files.expand(path) }

  func open(
    _ file: PlannedInput.File, _ compression: Compression,
    note: @escaping @Sendable (FileSource.Reading) -> Void
  ) throws(Problem) -> any ByteSource {
    opened.update { $0 += 1 }
    let source = try files.open(file, compression, note: note)
    guard let breaksAt, file.path == "rows-1.csv" else { return source }
    return BreakingSource(source, file.path, breaksAt)
  }
}

private final class BreakingSource: ByteSource {
  private let source: any ByteSource
  private let name: String
  private let left: Monitor<Int>
  private let breaksAt: Int

  init(_ source: any ByteSource, _ name: String, _ breaksAt: Int) {
    (self.source, self.name, self.breaksAt) = (source, name, breaksAt)
    left = Monitor(breaksAt)
  }

  func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int {
    guard left.update({ $0 }) > 0 else {
      throw Problem(.scratchFailed, "\(name) broke at \(breaksAt)")
    }
    let got = try source.read(into: buffer, upTo: min(count, left.update { $0 }))
    left.update { $0 -= got }
    return got
  }
}
