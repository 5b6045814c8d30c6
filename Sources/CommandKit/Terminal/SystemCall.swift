import Glibc

/// The libc calls of this target, each behind a safe face; with ``Signals`` the only unsafe code in
/// it.
enum SystemCall {
  /// What became of one `write`.
  enum WriteResult {
    case wrote(Int)
    case failed(Int32)
  }

  static let interrupted = EINTR
  static let wouldBlock = EAGAIN
  static let brokenPipe = EPIPE

  /// One `write(2)`; may take only a part of the bytes.
  static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> WriteResult {
    // SAFETY: the pointer is used only inside the closure, and the count is that of the same
    // buffer.
    let count = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    }
    return count >= 0 ? .wrote(count) : .failed(errno)
  }

  /// Waits for a descriptor that someone else made non-blocking.
  static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // SAFETY: one `pollfd` is passed, and the count says one.
    _ = unsafe poll(&request, 1, -1)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The columns of the terminal behind a descriptor; nil when it is none.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // SAFETY: TIOCGWINSZ writes exactly one `winsize`.
    let result = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return result == 0 ? Int(size.ws_col) : nil
  }

  static func environmentValue(_ name: String) -> String? {
    // SAFETY: nothing here changes the environment, so the text stays while it is copied.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The system's words for an `errno`, such as `No space left on device`.
  static func errorText(_ errno: Int32) -> String {
    // SAFETY: glibc returns a text that ends in NUL; it is copied before any other call.
    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
  }
}
