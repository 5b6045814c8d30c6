import Bytes

/// One raw deflate stream after another, turned into the bytes it stands for.
protocol Decompressor: AnyObject {
  /// Forgets everything, for the next member.
  func restart()

  /// Takes some of `input` and appends at most `limit` bytes to `target`.
  ///
  /// A step that neither takes nor gives wants more input. The input count stays below 4 GiB.
  func step(
    _ input: Span<UInt8>, into target: ByteBuffer, upTo limit: Int
  ) throws(DeflateFault) -> InflateStep
}

/// What one step did.
struct InflateStep {
  /// May be below zero at the end: bytes that an earlier step took and did not need.
  var consumed: Int
  var produced: Int
  var isFinished: Bool
}

/// Bytes that are not a deflate stream.
struct DeflateFault: Error {
  /// What is wrong with them, as it reads after "the compressed data is damaged: ".
  var message: String
}
