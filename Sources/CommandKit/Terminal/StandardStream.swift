/// One of the two streams that a command writes to.
public enum StandardStream: Int32, Sendable {
  /// Data, for the next program.
  case output = 1
  /// Messages, for people.
  case error = 2

  /// Writes all of a text, however many calls that takes; a signal in between does not lose any of
  /// it.
  ///
  /// Call ``Signals/install()`` first, or a reader that goes away ends the process instead of
  /// throwing.
  public func write(_ text: String) throws(OutputError) {
    var text = text
    text.makeContiguousUTF8()
    try write(text.utf8Span.span)
  }

  /// Writes all of these bytes.
  public func write(_ bytes: Span<UInt8>) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      switch SystemCall.write(bytes.extracting(written...), to: rawValue) {
      case .wrote(let count): written += count
      case .failed(SystemCall.interrupted): continue
      case .failed(SystemCall.wouldBlock): SystemCall.waitUntilWritable(rawValue)
      case .failed(SystemCall.brokenPipe): throw .closedByReader
      case .failed(let errno): throw .failed(errno: errno)
      }
    }
  }

  /// Writes a text for people; where it cannot be written there is nobody to tell.
  public func say(_ text: String) {
    try? write(text)
  }
}
