import Bytes
import StageKit
import Synchronization
import Table

/// Whole batches laid aside in input order and read back batch by batch.
///
/// Appended in order; read on any thread once all are in.
final class SpilledRows: Sendable {
  struct Frame: Sendable {
    fileprivate let extent: SpillFile.Extent
    /// The number, counted over all batches, of the first row.
    let firstRow: Int
    let rowCount: Int
  }

  private struct State {
    var frames: [Frame] = []
    var rowCount = 0
  }

  private let state = Mutex(State())
  private let spill: SpillFile

  init(context: RunContext, memory: Int) {
    spill = SpillFile(folder: context.scratch, memory: memory)
  }

  var rowCount: Int { state.withLock { $0.rowCount } }
  var frames: [Frame] { state.withLock { $0.frames } }

  /// - Parameter encoded: the batch's ``BatchFrame``, made on any thread.
  func append(_ encoded: ByteBuffer, rowCount count: Int) throws(Problem) {
    let extent = try spill.append(encoded)
    state.withLock { state in
      state.frames.append(Frame(extent: extent, firstRow: state.rowCount, rowCount: count))
      state.rowCount += count
    }
  }

  func read(_ frame: Frame) throws(Problem) -> Batch {
    BatchFrame.decode(try spill.block(frame.extent))
  }
}
