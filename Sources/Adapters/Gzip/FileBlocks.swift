import Bytes
import Synchronization

/// The blocks of a file from front to back; the next one can be read before it is asked for.
///
/// One thread inflates a file, and what it waits for everything waits for: another that has work of its own takes the
/// copying of the file's bytes off it.
public final class FileBlocks: Sendable {
  private static let blockBytes = 256 * 1024
  /// For what a window keeps of the block before.
  private static let headRoom = 64

  private struct State: ~Copyable {
    let file: InputFile
    var readsAhead = false
    /// Read before it was asked for, or why it could not be.
    var next: Result<ByteBuffer, FileError>?

    init(_ file: consuming InputFile) { self.file = file }

    func read() throws(FileError) -> ByteBuffer {
      let block = ByteBuffer(capacity: FileBlocks.blockBytes, headRoom: FileBlocks.headRoom)
      _ = try file.read(into: block, upTo: FileBlocks.blockBytes)
      return block
    }
  }

  let path: String
  /// Byte count of the file on disk; absent for a pipe.
  let size: Int?
  private let state: Mutex<State>

  init(_ file: consuming InputFile) {
    path = file.path
    size = file.size
    state = Mutex(State(file))
  }

  /// From here on all is taken with ``next()``; a pipe is never read ahead, since it may have nothing yet.
  func allowReadingAhead() { state.withLock { $0.readsAhead = size != nil } }

  /// Reads the next block, unless that was done or is being done; for any thread.
  public func readAhead() {
    _ = state.withLockIfAvailable { state in
      guard state.readsAhead, state.next == nil else { return }
      do throws(FileError) {
        state.next = .success(try state.read())
      } catch {
        state.next = .failure(error)
      }
    }
  }

  /// The next block; an empty one is the end.
  func next() throws(FileError) -> ByteBuffer {
    try state.withLock { (state: inout State) throws(FileError) in
      guard let next = state.next.take() else { return try state.read() }
      return try next.get()
    }
  }

  /// Appends what one read yields, of a file that is not read ahead; 0 is the end.
  func read(into target: ByteBuffer, upTo limit: Int) throws(FileError) -> Int {
    try state.withLock { (state: inout State) throws(FileError) in
      try state.file.read(into: target, upTo: limit)
    }
  }
}
