import Bytes
import Formats
import Table

@testable import Pipelines

/// Inputs as texts, named by the last part of their path and handed out in small pieces.
struct MemoryFiles: InputFiles {
  var texts: [String: String]
  var pieceBytes = 5

  func expand(_ path: String) throws(Problem) -> [PlannedInput.File] {
    let ends = Path.name(of: path).split(separator: "*", omittingEmptySubsequences: false)
    return texts.keys.sorted().filter { name in
      ends.count == 1 ? name == ends[0] : name.hasPrefix(ends[0]) && name.hasSuffix(ends[1])
    }.map { PlannedInput.File(path: $0, bytes: texts[$0]?.utf8.count ?? 0) }
  }

  func open(
    _ file: PlannedInput.File, _ compression: Compression,
    note: @escaping @Sendable (FileSource.Reading) -> Void
  ) throws(Problem) -> any ByteSource {
    MemorySource(ByteBuffer(texts[file.path] ?? ""), pieceBytes: pieceBytes)
  }
}
