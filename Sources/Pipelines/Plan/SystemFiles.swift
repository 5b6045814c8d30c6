import Bytes
import Formats
import Synchronization
import Table

/// Files on disk, and streams: standard input, pipes, process substitutions.
///
/// A stream gives its bytes once, and the plan looks into every input before the run reads it. What the plan has
/// read is therefore kept and given again; a plan and its run share one value of this type.
public struct SystemFiles: InputFiles {
  private let streams = Streams()
  private let keepsStreams: Bool

  /// - Parameter keepsStreams: whether rows of a stream can be read several times, for as much memory as they take.
  public init(keepsStreams: Bool = false) { self.keepsStreams = keepsStreams }

  public func expand(_ path: String) throws(Problem) -> [PlannedInput.File] {
    if Path.isStandardStream(path) { return [PlannedInput.File(path: path, bytes: nil)] }
    do throws(FileError) {
      let paths = FileGlob.isPattern(path) ? try FileGlob.expand(path) : [path]
      var found: [PlannedInput.File] = []
      for path in paths {
        let entry = try FileEntry(path: path)
        found.append(
          PlannedInput.File(path: path, bytes: entry.kind == .stream ? nil : entry.size))
      }
      return found
    } catch { throw Problem(reading: error) }
  }

  public func look(
    into file: PlannedInput.File, _ compression: Compression
  ) throws(Problem) -> any ByteSource {
    guard file.isStream else { return try FileSource(path: file.path, compression: compression) }
    return StreamReplay(try streams.stream(file.path, compression), keeps: true)
  }

  public func open(
    _ file: PlannedInput.File, _ compression: Compression,
    note: @escaping @Sendable (FileSource.Reading) -> Void
  ) throws(Problem) -> any ByteSource {
    guard file.isStream else {
      return try FileSource(path: file.path, compression: compression, note: note)
    }
    let stream = try streams.stream(file.path, compression)
    return StreamReplay(stream, keeps: keepsStreams, note: note)
  }
}

/// The streams that have been opened, by path.
private final class Streams: Sendable {
  private let opened = Mutex<[String: StreamSource]>([:])

  func stream(_ path: String, _ compression: Compression) throws(Problem) -> StreamSource {
    try opened.withLock { (opened: inout [String: StreamSource]) throws(Problem) in
      if let stream = opened[path] { return stream }
      let stream = try StreamSource(path: path, compression: compression)
      opened[path] = stream
      return stream
    }
  }
}
