/// Why text could not be written to a standard stream.
public enum OutputError: Error, Sendable, Equatable {
  /// The reader went away, as `head` does; not a mistake: leave quietly with ``ExitCode/clean``.
  case closedByReader
  /// The system refused, with its `errno`: a full disk behind a redirection, a closed descriptor.
  case failed(errno: Int32)

  /// The code to leave with.
  public var exitCode: ExitCode {
    switch self {
    case .closedByReader: .clean
    case .failed: .input
    }
  }

  /// One line for people, without a final stop; nil when there is nothing to say.
  public var message: String? {
    switch self {
    case .closedByReader: nil
    case .failed(let errno): "cannot write: \(SystemCall.errorText(errno))"
    }
  }
}
