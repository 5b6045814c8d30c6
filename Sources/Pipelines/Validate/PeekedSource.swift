import Bytes
import Formats
import Synchronization
import Table

/// A source whose first bytes have been looked at already, as is needed for standard input.
final class PeekedSource: ByteSource {
  /// Bytes that are looked at to find out what a file is.
  static let headBytes = 256 * 1024

  let head: ByteBuffer
  private let rest: any ByteSource
  private let given = Mutex(0)

  init(_ source: any ByteSource) throws(Problem) {
    head = ByteBuffer(capacity: PeekedSource.headBytes)
    rest = source
    while head.count < PeekedSource.headBytes {
      if try source.read(into: head, upTo: PeekedSource.headBytes - head.count) == 0 { break }
    }
  }

  func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int {
    let (at, size) = given.withLock { given in
      let at = given
      given += min(count, head.count - at)
      return (at, given - at)
    }
    guard size == 0 else {
      buffer.append(Slice(start: at, length: size), of: head)
      return size
    }
    return try rest.read(into: buffer, upTo: count)
  }

  /// The first bytes as a part of their own, for the readers of headers and keys.
  func sample(named name: String) -> InputPart {
    let head = head
    return InputPart(name: name, file: 0) { MemorySource(head) }
  }
}
