import Glibc
import Synchronization

/// Requests to stop, remembered until the work has a good moment to end.
///
/// The first SIGINT or SIGTERM only sets a mark that the run looks at between batches; a second one
/// ends the process at once, as the system would. SIGPIPE is ignored, so a reader that goes away is
/// an error of `write`.
public enum Signals {
  /// Starts catching; call it once, first thing. A signal that the parent has set to be ignored
  /// stays so.
  public static func install() {
    // The handler may only touch the mark when it has long been made.
    received.store(0, ordering: .sequentiallyConsistent)
    catchSignal(SIGINT)
    catchSignal(SIGTERM)
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// The number of the first signal caught; nil while there was none.
  public static var caught: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// The code to leave with because of a signal; nil while there was none.
  public static var exitCode: ExitCode? { caught.flatMap { ExitCode(signal: $0) } }

  private static let received = Atomic<Int32>(0)

  private static func catchSignal(_ number: Int32) {
    // SAFETY: both structs live for the calls; the handler does one atomic exchange, which POSIX
    // allows there.
    var before = sigaction()
    guard unsafe sigaction(number, nil, &before) == 0 else { return }
    let isIgnored = unsafe unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1
    guard !isIgnored else { return }
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      _ = Signals.received.compareExchange(
        expected: 0, desired: number, ordering: .sequentiallyConsistent)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    _ = unsafe sigaction(number, &action, nil)
  }
}
