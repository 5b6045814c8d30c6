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
  }

  let path: String
  private let state: Mutex<State>
  private let fingerprint = Mutex(SHA256())

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
    if let written = try append(buffer) { digest(written) }
  }

  /// Writes without fingerprinting: that may be done beside the next write.
  ///
  /// - Returns: the bytes that the file got, for ``digest(_:)``; nil for none.
  func append(_ buffer: ByteBuffer) throws(Problem) -> ByteBuffer? {
    guard buffer.count > 0 else { return nil }
    do throws(FileError) {
      return try state.withLock { (state: inout State) throws(FileError) -> ByteBuffer? in
        guard let gzip = state.gzip else {
          try state.file.write(buffer)
          return buffer
        }
        let compressed = ByteBuffer(capacity: 64 * 1024)
        gzip.write(buffer, into: compressed)
        guard compressed.count > 0 else { return nil }
        try state.file.write(compressed)
        return compressed
      }
    } catch { throw Problem(writing: error) }
  }

  /// Takes bytes into the fingerprint, in the order in which they were written.
  func digest(_ written: ByteBuffer) {
    fingerprint.withLock { $0.update(written.bytes) }
  }

  /// Ends the file; what is left is to publish or to discard it.
  func finish() throws(Problem) -> Summary {
    do throws(FileError) {
      let bytes = try state.withLock { (state: inout State) throws(FileError) -> Int in
        if let gzip = state.gzip {
          let compressed = ByteBuffer(capacity: 64 * 1024)
          gzip.finish(into: compressed)
          try state.file.write(compressed)
          digest(compressed)
        }
        return state.file.bytesWritten
      }
      return Summary(path: path, bytes: bytes, sha256: fingerprint.withLock { $0.hex })
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
