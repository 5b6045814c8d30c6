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

/// Takes all rows in before the first comes out, within the memory of its ``RunContext``.
public protocol WholeRunner: AnyObject, Sendable {
  /// The part that needs no order (keys, hashes): called from several threads at once.
  func prepare(_ batch: inout Batch, _ report: inout StageReport) throws(Problem)
  /// Called with prepared batches in input order, by one thread at a time.
  func consume(_ batch: Batch) throws(Problem)
  /// Called once after the last batch.
  func finish() throws(Problem) -> any BatchSource
}

/// A whole runner's result, in order.
public protocol BatchSource: AnyObject, Sendable {
  /// The next rows, or nil at the end; called by one thread at a time.
  func next() throws(Problem) -> Batch?
  /// Turns what ``next()`` gave into finished rows; called from several threads at once.
  func complete(_ batch: inout Batch, _ report: inout StageReport) throws(Problem)
}

extension BatchSource {
  public func complete(_ batch: inout Batch, _ report: inout StageReport) throws(Problem) {}
}

/// A join: takes in its other side, then says how it goes on.
public protocol JoinRunner: AnyObject, Sendable {
  /// The part that needs no order; called from several threads at once.
  func prepareSide(_ batch: inout Batch, _ report: inout StageReport) throws(Problem)
  /// Called with prepared batches in the side's order.
  func consumeSide(_ batch: Batch) throws(Problem)
  func finishSide() throws(Problem) -> JoinMode
}

/// How a join goes on once its other side is in.
public enum JoinMode: Sendable {
  /// The side fits in memory.
  case streaming(any StreamingRunner)
  /// It does not: both sides go through partitions on disk.
  case whole(any WholeRunner)
}
