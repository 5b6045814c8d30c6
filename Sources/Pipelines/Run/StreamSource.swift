import Bytes
import Formats
import Synchronization
import Table

/// A stream that is read once and kept in memory from its first byte for as long as someone may ask for it again.
final class StreamSource: Sendable {
  private struct State {
    let source: FileSource
    let head = ByteBuffer()
  }

  private let state: Mutex<State>

  init(path: String, compression: Compression) throws(Problem) {
    state = Mutex(State(source: try FileSource(path: path, compression: compression)))
  }

  /// What has been read of it so far, by whoever.
  var reading: FileSource.Reading { state.withLock { $0.source.reading } }

  /// Appends up to `count` bytes from a position: of what is kept, and where that ends of the stream.
  ///
  /// - Parameter keeps: whether new bytes are kept; once they are not, only one reader may go on.
  func read(
    at position: Int, into buffer: ByteBuffer, upTo count: Int, keeps: Bool
  ) throws(Problem) -> Int {
    try state.withLock { (state: inout State) throws(Problem) in
      let head = state.head
      if position >= head.count {
        if !keeps { return try state.source.read(into: buffer, upTo: count) }
        if try state.source.read(into: head, upTo: count) == 0 { return 0 }
      }
      let length = min(count, head.count - position)
      buffer.append(Slice(start: position, length: length), of: head)
      return length
    }
  }
}

/// A stream's bytes from the first on.
final class StreamReplay: ByteSource {
  private let stream: StreamSource
  private let keeps: Bool
  private let position = Mutex(0)
  private let note: @Sendable (FileSource.Reading) -> Void

  init(
    _ stream: StreamSource, keeps: Bool,
    note: @escaping @Sendable (FileSource.Reading) -> Void = { _ in }
  ) {
    self.stream = stream
    self.keeps = keeps
    self.note = note
  }

  func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int {
    let read = try position.withLock { (position: inout Int) throws(Problem) in
      let read = try stream.read(at: position, into: buffer, upTo: count, keeps: keeps)
      position += read
      return read
    }
    note(stream.reading)
    return read
  }
}
