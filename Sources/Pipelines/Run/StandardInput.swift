import Bytes
import Formats
import Synchronization
import Table

/// Standard input, which a plan looks into before a run reads it, though it can be read only once.
///
/// The first bytes are kept, so that each opening begins at the beginning; a reader that gets past them takes the
/// rest with it, and nobody can open it again.
final class StandardInput: Sendable {
  /// The process has one.
  static let shared = StandardInput()
  /// More than a plan looks at for format and columns.
  private static let keptBytes = 8 << 20

  private struct State {
    var source: FileSource?
    let kept = ByteBuffer(capacity: 4096)
    var hasPassed = false
  }

  private let state = Mutex(State())

  /// - Throws: that somebody has read it to where it cannot be read again.
  func open(
    _ compression: Compression, note: @escaping @Sendable (FileSource.Reading) -> Void
  ) throws(Problem) -> any ByteSource {
    try state.withLock { (state: inout State) throws(Problem) in
      if state.hasPassed {
        throw Problem(
          .fileUnreadable, "standard input can be read only once", at: Place(file: "-"),
          hint: "write it to a file first, or read it through one input and one stage")
      }
      if state.source == nil {
        state.source = try FileSource(path: "-", compression: compression)
      }
    }
    return StandardInputReader(self, note: note)
  }

  /// Reads from a place in the decompressed bytes.
  ///
  /// - Returns: how many bytes came; 0 is the end.
  func read(
    at position: Int, into buffer: ByteBuffer, upTo count: Int
  ) throws(Problem) -> (bytes: Int, reading: FileSource.Reading) {
    try state.withLock { (state: inout State) throws(Problem) in
      guard let source = state.source else { return (0, FileSource.Reading()) }
      let waiting = state.kept.count - position
      if waiting > 0, !state.hasPassed {
        let slice = Slice(start: position, length: min(count, waiting))
        buffer.append(slice, of: state.kept)
        return (min(count, waiting), source.reading)
      }
      let start = buffer.count
      let read = try source.read(into: buffer, upTo: count)
      if state.kept.count + read <= StandardInput.keptBytes, !state.hasPassed {
        state.kept.append(Slice(start: start, length: read), of: buffer)
      } else if read > 0 {
        state.hasPassed = true
      }
      return (read, source.reading)
    }
  }
}

/// One reading of standard input from its beginning.
private final class StandardInputReader: ByteSource {
  private let input: StandardInput
  private let position = Mutex(0)
  private let note: @Sendable (FileSource.Reading) -> Void

  init(_ input: StandardInput, note: @escaping @Sendable (FileSource.Reading) -> Void) {
    self.input = input
    self.note = note
  }

  func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int {
    let (bytes, reading) = try position.withLock { (position: inout Int) throws(Problem) in
      let found = try input.read(at: position, into: buffer, upTo: count)
      position += found.bytes
      return found
    }
    note(reading)
    return bytes
  }
}
