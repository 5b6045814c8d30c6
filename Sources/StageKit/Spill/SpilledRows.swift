import Bytes
import Synchronization
import Table

/// Whole batches laid aside and read back batch by batch, in input order.
///
/// The batches of each part of the input are appended in their order, those of several parts at once; read on any thread
/// once all are in. Up to then a row's number is its part in the upper bits, and its place among that part's in the lower.
public final class SpilledRows: Sendable {
  /// One batch that was laid aside.
  public struct Frame: Sendable {
    fileprivate let extent: SpillFile.Extent
    /// The number, counted over all batches, of the first row.
    public fileprivate(set) var firstRow: Int
    public let rowCount: Int
  }

  private struct State {
    /// By part.
    var parts: [[Frame]] = []
    var rowCounts: [Int] = []
    /// Once all are in.
    var settled: Settled?
  }

  /// All batches in input order.
  private struct Settled {
    var frames: [Frame] = []
    /// How many rows stand before those of each part.
    var bases: [Int] = []
  }

  private static let partShift = 40

  private let state = Mutex(State())
  private let spill: SpillFile

  /// - Parameter memory: bytes that stay in memory.
  public init(context: RunContext, memory: Int) {
    spill = SpillFile(folder: context.scratch, memory: memory)
  }

  public var rowCount: Int { state.withLock { $0.rowCounts.reduce(0, +) } }
  /// In input order; once they are asked for, no more may come.
  public var frames: [Frame] { state.withLock { SpilledRows.settle(&$0).frames } }

  /// - Parameter encoded: the batch's ``BatchFrame``, made on any thread.
  /// - Returns: the number of its first row, until all are in.
  @discardableResult
  public func append(
    _ encoded: ByteBuffer, rowCount count: Int, part: Int
  ) throws(Problem) -> Int {
    let extent = try spill.append(encoded)
    return state.withLock { state in
      precondition(state.settled == nil, "all rows are in")
      while state.parts.count <= part {
        state.parts.append([])
        state.rowCounts.append(0)
      }
      let first = state.rowCounts[part]
      state.parts[part].append(Frame(extent: extent, firstRow: first, rowCount: count))
      state.rowCounts[part] += count
      return part << SpilledRows.partShift | first
    }
  }

  /// The number, counted over all batches, of a row of which ``append(_:rowCount:part:)`` told; once all are in.
  public func settled(_ number: Int) -> Int {
    let base = state.withLock { SpilledRows.settle(&$0).bases[number >> SpilledRows.partShift] }
    return base + number & (1 << SpilledRows.partShift - 1)
  }

  private static func settle(_ state: inout State) -> Settled {
    if let settled = state.settled { return settled }
    var settled = Settled()
    var base = 0
    for (frames, count) in zip(state.parts, state.rowCounts) {
      settled.bases.append(base)
      for var frame in frames {
        frame.firstRow += base
        settled.frames.append(frame)
      }
      base += count
    }
    state.settled = settled
    state.parts = []
    return settled
  }

  /// A batch that was laid aside and that nobody asks for again.
  public func take(_ frame: Frame) throws(Problem) -> Batch {
    BatchFrame.decode(try spill.take(frame.extent))
  }

  /// A batch that was laid aside.
  public func read(_ frame: Frame) throws(Problem) -> Batch {
    BatchFrame.decode(try spill.block(frame.extent))
  }
}
