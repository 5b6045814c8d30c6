import Formats
import Table

/// Where inputs come from: the file system, or texts in memory for tests and examples.
public protocol InputFiles: Sendable {
  /// The files that a path or a glob names.
  func expand(_ path: String) throws(Problem) -> [PlannedInput.File]
  /// A file's content for its first bytes; the rows are still to be read with ``open(_:_:note:)``.
  func look(
    into file: PlannedInput.File, _ compression: Compression
  ) throws(Problem) -> any ByteSource
  /// - Parameter note: told after every read.
  func open(
    _ file: PlannedInput.File, _ compression: Compression,
    note: @escaping @Sendable (FileSource.Reading) -> Void
  ) throws(Problem) -> any ByteSource
}

extension InputFiles {
  public func look(
    into file: PlannedInput.File, _ compression: Compression
  ) throws(Problem) -> any ByteSource {
    try open(file, compression) { _ in }
  }
}
