import Bytes

/// Bytes turned into one raw deflate stream after another.
protocol Compressor: AnyObject {
  /// Forgets everything, for the next member.
  func restart()

  /// Takes all of `input`, which stays below 4 GiB, and appends what is ready to `target`.
  func step(_ input: Span<UInt8>, into target: ByteBuffer, isLast: Bool)
}
