import Bytes
import StageKit
import Table

/// Whole batches laid aside in input order and read back batch by batch.
///
/// Appended in order by one thread at a time; afterwards read on any thread.
final class SpilledRows: @unchecked Sendable {
  struct Frame: Sendable {
    fileprivate let extent: SpillFile.Extent
    /// The number, counted over all batches, of the first row.
    let firstRow: Int
    let rowCount: Int
  }

  private(set) var frames: [Frame] = []
  private(set) var rowCount = 0
  private let spill: SpillFile

  init(context: RunContext, memory: Int) {
    spill = SpillFile(folder: context.scratch, memory: memory)
  }

  /// - Parameter encoded: the batch's ``BatchFrame``, made on any thread.
  func append(_ encoded: ByteBuffer, rowCount count: Int) throws(Problem) {
    let extent = try spill.append(encoded)
    frames.append(Frame(extent: extent, firstRow: rowCount, rowCount: count))
    rowCount += count
  }

  func read(_ frame: Frame) throws(Problem) -> Batch {
    BatchFrame.decode(try spill.block(frame.extent))
  }
}
