import Table

/// Works on one batch at a time with no memory of others; called from several threads at once.
public protocol StreamingRunner: Sendable {
  func process(_ batch: inout Batch, _ report: inout StageReport) throws(Problem)
}

/// Works on the batches one after the other, in input order.
public protocol SequentialRunner: AnyObject, Sendable {
  func process(_ batch: inout Batch, _ report: inout StageReport) throws(Problem)
  /// Whether no further row can leave, so that reading may stop.
  var isSatisfied: Bool { get }
}

/// The part of taking a batch in that needs order: short, and called for the batches of a part of the input in their
/// order, by one thread at a time. Parts may be read side by side: their calls may come at once, in any order.
public typealias InOrder = @Sendable (_ part: Int) throws(Problem) -> Void

/// Takes all rows in before the first comes out, within the memory of its ``RunContext``.
public protocol WholeRunner: AnyObject, Sendable {
  /// Whether the parts of its input may come side by side. Rows leave in input order all the same.
  var takesParts: Bool { get }
  /// Does what needs no order (keys, hashes, encoding), on any thread; what it returns is called in order.
  func take(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder
  /// Called once after the last batch.
  func finish() throws(Problem) -> any BatchSource
}

/// A whole runner's result, in order.
public protocol BatchSource: AnyObject, Sendable {
  /// The next rows, or nil at the end; called by one thread at a time.
  func next() throws(Problem) -> PendingBatch?
}

/// Rows that are still to be loaded and finished, by any thread.
public struct PendingBatch: Sendable {
  public let load: @Sendable (_ report: inout StageReport) throws(Problem) -> Batch

  public init(_ load: @escaping @Sendable (_ report: inout StageReport) throws(Problem) -> Batch) {
    self.load = load
  }
}

/// A join: takes in its other side, then says how it goes on.
public protocol JoinRunner: AnyObject, Sendable {
  /// As ``WholeRunner/take(_:_:)``, for the batches of the other side.
  func takeSide(_ batch: Batch, _ report: inout StageReport) throws(Problem) -> InOrder
  /// Called once for each part of the other side after its last batch.
  ///
  /// - Parameter isLast: whether all other parts have ended.
  func endSide(part: Int, isLast: Bool) throws(Problem)
  func finishSide() throws(Problem) -> JoinMode
}

/// How a join goes on once its other side is in.
public enum JoinMode: Sendable {
  /// The side fits in memory.
  case streaming(any StreamingRunner)
  /// It does not: both sides go through partitions on disk.
  case whole(any WholeRunner)
}
