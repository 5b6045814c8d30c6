import Bytes
import StageKit
import Synchronization
import Table

/// Bytes that are written before their turn: in memory while they are few, then on disk.
final class Spool: Sendable {
  private let file: SpillFile
  private let extents = Mutex<[SpillFile.Extent]>([])

  /// - Parameter memory: bytes that stay in memory.
  init(folder: String, memory: Int) { file = SpillFile(folder: folder, memory: memory) }

  /// Takes a block over; the caller does not touch it again.
  func append(_ block: ByteBuffer) throws(Problem) {
    let extent = try file.append(block)
    extents.withLock { $0.append(extent) }
  }

  /// Gives all blocks out in the order they came, and forgets them.
  func drain(_ body: (ByteBuffer) throws(Problem) -> Void) throws(Problem) {
    let found = extents.withLock { extents in
      defer { extents = [] }
      return extents
    }
    for extent in found { try body(try file.block(extent)) }
  }
}
