import Adapters
import Bytes
import Synchronization
import Table

/// One output file: compressed if its name says so, fingerprinted, whole or not there at all.
final class OutputWriter: Sendable {
  /// What the manifest says of a finished file.
  struct Summary: Sendable, Equatable {
    var path: String
    var bytes: Int
    var sha256: String
  }

  private struct State: ~Copyable {
    let file: AtomicFile
    let gzip: GzipOutput?
    var digest = SHA256()
    let compressed = ByteBuffer(capacity: 64 * 1024)

    init(file: AtomicFile, gzip: GzipOutput?) {
      self.file = file
      self.gzip = gzip
    }

    mutating func write(_ buffer: ByteBuffer) throws(FileError) {
      digest.update(buffer.bytes)
      try file.write(buffer)
    }
  }

  let path: String
  private let state: Mutex<State>

  /// - Throws: at once when the folder cannot be made or written.
  init(path: String, gzipLevel: Int? = nil) throws(Problem) {
    self.path = path
    do throws(FileError) {
      if !Path.isStandardStream(path) { try Folder.make(Path.directory(of: path)) }
      let file = try AtomicFile(path: path, durability: .unsynced)
      state = Mutex(State(file: file, gzip: gzipLevel.map { GzipOutput(level: $0) }))
    } catch { throw Problem(writing: error) }
  }

  func write(_ buffer: ByteBuffer) throws(Problem) {
    guard buffer.count > 0 else { return }
    do throws(FileError) {
      try state.withLock { (state: inout State) throws(FileError) in
        guard let gzip = state.gzip else { return try state.write(buffer) }
        gzip.write(buffer, into: state.compressed)
        guard state.compressed.count > 0 else { return }
        try state.write(state.compressed)
        state.compressed.removeAll()
      }
    } catch { throw Problem(writing: error) }
  }

  /// Ends the file; what is left is to publish or to discard it.
  func finish() throws(Problem) -> Summary {
    do throws(FileError) {
      return try state.withLock { (state: inout State) throws(FileError) in
        if let gzip = state.gzip {
          gzip.finish(into: state.compressed)
          try state.write(state.compressed)
          state.compressed.removeAll()
        }
        return Summary(path: path, bytes: state.file.bytesWritten, sha256: state.digest.hex)
      }
    } catch { throw Problem(writing: error) }
  }

  /// Gives the file its name.
  func publish() throws(Problem) {
    do throws(FileError) {
      try state.withLock { (state: inout State) throws(FileError) in try state.file.publish() }
    } catch { throw Problem(writing: error) }
  }

  func discard() { state.withLock { $0.file.discard() } }
}
