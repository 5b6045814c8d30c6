import Bytes
import Synchronization
import Table

/// Where a reader's bytes come from, already decompressed.
public protocol ByteSource: AnyObject, Sendable {
  /// Appends up to `count` bytes.
  ///
  /// - Returns: how many; 0 only at the end.
  /// - Throws: what keeps more from being read, once all sound bytes before it have been given out, and at each later call; then
  ///   it has appended nothing.
  func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int

  /// Takes some of the next read's work off it; for any thread, also while another reads.
  func readAhead()
}

extension ByteSource {
  public func readAhead() {}
}

/// Bytes that are in memory, handed out in pieces of a chosen size; for tests, examples and documents.
public final class MemorySource: ByteSource, Sendable {
  private let content: ByteBuffer
  private let pieceBytes: Int
  private let position = Mutex(0)

  public init(_ content: ByteBuffer, pieceBytes: Int = .max) {
    self.content = content
    self.pieceBytes = pieceBytes
  }

  public convenience init(_ text: String) { self.init(ByteBuffer(text)) }

  /// Copies at most `count` of the bytes that are left; 0 is the end.
  public func read(into buffer: ByteBuffer, upTo count: Int) -> Int {
    position.withLock { at in
      let size = min(count, pieceBytes, content.count - at)
      buffer.append(Slice(start: at, length: size), of: content)
      at += size
      return size
    }
  }
}
