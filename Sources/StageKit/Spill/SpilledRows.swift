import Bytes
import Synchronization
import Table

/// Whole batches laid aside in input order and read back batch by batch.
///
/// Appended in order; read on any thread once all are in.
public final class SpilledRows: Sendable {
  /// One batch that was laid aside.
  public struct Frame: Sendable {
    fileprivate let extent: SpillFile.Extent
    /// The number, counted over all batches, of the first row.
    public let firstRow: Int
    public let rowCount: Int
  }

  private struct State {
    /// In the order they were laid aside.
    public var frames: [Frame] = []
    var rowCount = 0
  }

  private let state = Mutex(State())
  private let spill: SpillFile

  /// - Parameter memory: bytes that stay in memory.
  public init(context: RunContext, memory: Int) {
    spill = SpillFile(folder: context.scratch, memory: memory)
  }

  public var rowCount: Int { state.withLock { $0.rowCount } }
  /// In the order they were laid aside.
  public var frames: [Frame] { state.withLock { $0.frames } }

  /// - Parameter encoded: the batch's ``BatchFrame``, made on any thread.
  public func append(_ encoded: ByteBuffer, rowCount count: Int) throws(Problem) {
    let extent = try spill.append(encoded)
    state.withLock { state in
      state.frames.append(Frame(extent: extent, firstRow: state.rowCount, rowCount: count))
      state.rowCount += count
    }
  }

  /// A batch that was laid aside.
  public func read(_ frame: Frame) throws(Problem) -> Batch {
    BatchFrame.decode(try spill.block(frame.extent))
  }
}
