import Bytes
import Formats
import Table

@testable import Pipelines

/// Inputs as texts, named by the last part of their path and handed out in small pieces.
struct MemoryFiles: InputFiles {
  var texts: [String: String]
  var pieceBytes = 5

  func expand(_ path: String) throws(Problem) -> [PlannedInput.File] {
    let name = Path.name(of: path)
    guard let text = texts[name] else { return [] }
    return [PlannedInput.File(path: name, bytes: text.utf8.count)]
  }

  func open(
    _ file: PlannedInput.File, _ compression: Compression,
    note: @escaping @Sendable (FileSource.Reading) -> Void
  ) throws(Problem) -> any ByteSource {
    MemorySource(ByteBuffer(texts[file.path] ?? ""), pieceBytes: pieceBytes)
  }
}
