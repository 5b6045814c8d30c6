import Bytes
import Table

/// What a runner may use: its share of memory, a place on disk, and a guess of what is coming.
public struct RunContext: Sendable {
  /// The folder for spill files.
  public let scratch: String
  /// Bytes that this stage may hold.
  public let memory: Int
  /// Estimated bytes of rows that will reach the stage; 0 when nobody knows.
  public let expectedBytes: Int

  /// Calls a body for every number below a count, on several threads; the first error wins.
  public let forEach: ForEach

  public typealias ForEach =
    @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) throws(Problem) -> Void)
    throws(Problem) ->
    Void

  public init(
    scratch: String, memory: Int, expectedBytes: Int,
    forEach: @escaping ForEach = { (count, body) throws(Problem) in
      for index in 0..<count { try body(index) }
    }
  ) {
    self.scratch = scratch
    self.memory = memory
    self.expectedBytes = expectedBytes
    self.forEach = forEach
  }
}
