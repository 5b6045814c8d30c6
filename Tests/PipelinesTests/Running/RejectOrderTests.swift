import Formats
import Table
import Testing

@testable import Pipelines

/// The rejects file has the same bytes however the input was cut, whoever rejected a row.
@Suite struct RejectOrderTests {
  static let stages = [
    "filter: id IS NOT NULL",
    "dedupe: { key: [id, email] }",
    "sort: [visits DESC]",
    "rank: { partition_by: [email], columns: { place: { row_number: id } } }",
    "join: { with: others, on: id, take: { other: email } }",
    "join: { with: others, kind: left, on: email, take: { other: id } }",
  ]

  /// Rows that the reader, the cast and the message refuse, in turns.
  static let rows: String = {
    var text = "id,email,visits\n"
    for row in 0..<600 {
      switch row % 7 {
      case 1: text += "\(row),\"p\(row)\"@x.io,1\n"
      case 2: text += "\(row),,\(row % 10)\n"
      case 4: text += "\(row),p\(row)@x.io,many\n"
      case 5: text += "\(row),p\(row)@x.io\n"
      default: text += "\(row),p\(row % 50)@x.io,\(row % 10)\n"
      }
    }
    return text
  }()
  static let others = "id,email\n" + (0..<600).map { "\($0),p\($0 % 100)@x.io\n" }.joined()

  @Test(arguments: stages)
  func `Chunks, threads and memory leave no trace in the rejects`(stage: String) throws {
    let first = try rejects(stage, chunkBytes: ReaderSettings().chunkBytes, threads: 1)
    for code in ["CSV101", "CSV103", "TYP501", "MSG701"] { #expect(first.contains(code)) }
    for chunkBytes in [1, 100, 777, 5000] {
      for threads in [1, 3] {
        let found = try rejects(stage, chunkBytes: chunkBytes, threads: threads)
        #expect(found == first, "chunks of \(chunkBytes), \(threads) threads")
      }
    }
  }

  private func rejects(_ stage: String, chunkBytes: Int, threads: Int) throws -> String {
    let folder = try Scratch()
    let file = folder.path("p.yaml")
    let text = """
      inputs:
        rows: { path: rows.csv }
        others: { path: others.csv }
      stages:
        - \(stage)
        - cast: { visits: integer }
      output: { identify: { userId: email }, file: out.ndjson }
      """
    let files = MemoryFiles(texts: ["rows.csv": Self.rows, "others.csv": Self.others])
    let document = try PipelineDocument.parse(text: text, file: file)
    var settings = RunSettings()
    settings.reader.chunkBytes = chunkBytes
    settings.threads = threads
    _ = try Workspace(documents: [document], wanted: [file], files: files).run(settings)
    return try folder.text("out.ndjson.rejects.ndjson")
  }
}
