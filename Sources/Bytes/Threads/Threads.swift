import Glibc

/// Runs a body on several threads and waits for all of them; the calling thread is number 0.
///
/// Data work blocks on files and on its neighbours' turns, so it has threads of its own rather than a place in the
/// cooperative pool.
public func withThreads(_ count: Int, _ body: @escaping @Sendable (_ number: Int) -> Void) {
  var threads: [pthread_t] = []
  for number in 1..<max(count, 1) {
    let start = unsafe Unmanaged.passRetained(ThreadStart { body(number) })
    var thread = pthread_t()
    // SAFETY: the start record is retained here and released by the thread, or below if there is none.
    let code = unsafe pthread_create(&thread, nil, runThread, start.toOpaque())
    if code == 0 {
      threads.append(thread)
    } else {
      // No further thread is to be had: the others do its share.
      unsafe start.release()
    }
  }
  body(0)
  // SAFETY: each thread was started above and is joined once.
  for thread in threads { pthread_join(thread, nil) }
}

/// How many threads can run at once.
public var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

private final class ThreadStart {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  // SAFETY: the argument is the start record that withThreads retained for this thread.
  unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().body()
  return nil
}

/// A value behind a lock that threads can wait on.
//
// SAFETY: the value is only touched with the lock held; the lock and the condition live as long as this object.
@safe
public final class Monitor<Value>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var value: Value

  public init(_ value: sending Value) {
    self.value = value
    unsafe lock = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe lock.initialize(to: pthread_mutex_t())
    unsafe condition.initialize(to: pthread_cond_t())
    _ = unsafe pthread_mutex_init(lock, nil)
    _ = unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    _ = unsafe pthread_mutex_destroy(lock)
    _ = unsafe pthread_cond_destroy(condition)
    unsafe lock.deallocate()
    unsafe condition.deallocate()
  }

  /// Uses the value, then wakes whoever waits.
  public func update<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    _ = unsafe pthread_mutex_lock(lock)
    defer {
      _ = unsafe pthread_cond_broadcast(condition)
      _ = unsafe pthread_mutex_unlock(lock)
    }
    return try body(&value)
  }

  /// Waits until the condition holds, then uses the value.
  public func wait<Result>(
    until isReady: (Value) -> Bool, _ body: (inout Value) -> sending Result
  ) -> sending Result {
    _ = unsafe pthread_mutex_lock(lock)
    while !isReady(value) { _ = unsafe pthread_cond_wait(condition, lock) }
    let result = body(&value)
    _ = unsafe pthread_cond_broadcast(condition)
    _ = unsafe pthread_mutex_unlock(lock)
    return result
  }
}
