import Bytes

/// What a runner may use: its share of memory, a place on disk, and a guess of what is coming.
public struct RunContext: Sendable {
  /// The folder for spill files.
  public let scratch: String
  /// Bytes that this stage may hold.
  public let memory: Int
  /// Estimated bytes of rows that will reach the stage; 0 when nobody knows.
  public let expectedBytes: Int

  public init(scratch: String, memory: Int, expectedBytes: Int) {
    self.scratch = scratch
    self.memory = memory
    self.expectedBytes = expectedBytes
  }
}
