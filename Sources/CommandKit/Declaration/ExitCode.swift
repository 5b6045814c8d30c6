/// What a process tells the shell, the cron job or the scheduler that started it.
///
/// The numbers are a promise: scripts branch on them, so a number is never reused for something
/// else.
public enum ExitCode: Int32, CaseIterable, Sendable {
  case clean = 0
  case rowsRejected = 1
  case usage = 2
  case input = 3
  case credentialsRefused = 4
  case deliveryIncomplete = 5
  case lockHeld = 6
  case guardStopped = 7
  case internalError = 70
  case interrupted = 130
  case terminated = 143

  /// One line for people, without a final stop; help, reference and man page print this very text.
  public var meaning: String {
    switch self {
    case .clean: "all is well"
    case .rowsRejected: "finished, but more rows were rejected than is tolerated"
    case .usage: "a mistake in the options or in a pipeline; nothing was read"
    case .input: "an input is broken or unreadable, or output cannot be written"
    case .credentialsRefused: "credentials were refused"
    case .deliveryIncomplete: "delivery is incomplete and can be resumed"
    case .lockHeld: "another run holds the lock"
    case .guardStopped: "a guard stopped the run"
    case .internalError: "an internal error; please report it"
    case .interrupted: "interrupted from the keyboard (SIGINT)"
    case .terminated: "asked to stop (SIGTERM)"
    }
  }

  /// The code that a shell reports for a process ended by this signal; nil for signals nobody
  /// catches here.
  ///
  /// 128 plus the signal's number, as POSIX shells count.
  public init?(signal: Int32) {
    switch signal {
    case 2: self = .interrupted
    case 15: self = .terminated
    default: return nil
    }
  }
}
