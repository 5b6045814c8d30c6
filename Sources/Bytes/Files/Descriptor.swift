import CSluice

#if canImport(Glibc)
  import Glibc
#endif

/// An open file of the system, closed when its owner goes away; interrupted calls are repeated.
///
/// Methods return a byte count, or throw the ``FileError`` of the failed step for `path`.
struct Descriptor: ~Copyable {
  let number: Int32
  private let isBorrowed: Bool

  /// Standard input or output, which stays open.
  init(borrowing number: Int32) {
    self.number = number
    isBorrowed = true
  }

  init(
    opening path: String, flags: Int32, mode: mode_t = 0o666, as operation: FileError.Operation
  ) throws(FileError) {
    var opened: Int32
    repeat {
      // SAFETY: the path is a terminated string for the length of the call.
      opened = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
    } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw FileError(operation, path: path) }
    number = opened
    isBorrowed = false
  }

  deinit {
    if !isBorrowed { _ = Glibc.close(number) }
  }

  /// What the system knows of the open file.
  func inspect(path: String) throws(FileError) -> stat {
    var found = stat()
    // SAFETY: `found` outlives the call.
    guard unsafe fstat(number, &found) == 0 else { throw FileError(.inspect, path: path) }
    return found
  }

  /// Reads once; 0 is the end.
  func read(into space: UnsafeMutableRawBufferPointer, path: String) throws(FileError) -> Int {
    while true {
      // SAFETY: the count is that of the space.
      let got = unsafe Glibc.read(number, space.baseAddress, space.count)
      if got >= 0 { return got }
      guard errno == EINTR else { throw FileError(.read, path: path) }
    }
  }

  /// Reads once from a place; 0 is the end.
  func read(
    into space: UnsafeMutableRawBufferPointer, at offset: Int, path: String
  ) throws(FileError) -> Int {
    while true {
      // SAFETY: the count is that of the space.
      let got = unsafe Glibc.pread(number, space.baseAddress, space.count, offset)
      if got >= 0 { return got }
      guard errno == EINTR else { throw FileError(.read, path: path) }
    }
  }

  /// Writes everything, in as many calls as it takes.
  func write(_ bytes: UnsafeRawBufferPointer, path: String) throws(FileError) {
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let view = unsafe UnsafeRawBufferPointer(rebasing: rest)
      // SAFETY: the count is that of the rest.
      let written = unsafe Glibc.write(number, view.baseAddress, view.count)
      if written >= 0 {
        unsafe rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        // SAFETY: one structure, which outlives the call.
        _ = unsafe poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw FileError(.write, path: path)
      }
    }
  }

  /// Takes space on disk for bytes yet to be written; false where there is none to be had in that way.
  func reserve(_ range: Range<Int>) -> Bool {
    sluice_reserve_range(number, Int64(range.lowerBound), Int64(range.count))
  }

  /// Gives back space that was taken behind so many bytes.
  func release(behind size: Int) { _ = ftruncate(number, size) }

  /// Waits until the disk has everything; file systems that cannot tell are believed.
  func flush(path: String) throws(FileError) {
    while fsync(number) != 0 {
      switch errno {
      case EINTR: continue
      case EINVAL, ENOTSUP, ENOSYS: return
      default: throw FileError(.flush, path: path)
      }
    }
  }
}
