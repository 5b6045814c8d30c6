#if canImport(Glibc)
  import Glibc
#endif

/// A file that is read once, front to back; `-` is standard input.
public struct InputFile: ~Copyable, Sendable {
  public let path: String
  /// Byte count at opening; absent for a pipe, a terminal or a device.
  public let size: Int?
  private let descriptor: Descriptor

  /// - Throws: ``FileError``; a folder is refused here and not at the first read.
  public init(path: String) throws(FileError) {
    let descriptor = try Self.open(path)
    let found = try descriptor.inspect(path: path)
    let kind = found.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw FileError(.open, path: path, code: EISDIR) }
    if kind == S_IFREG {
      size = Int(found.st_size)
      _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)
    } else {
      size = nil
    }
    self.path = path
    self.descriptor = descriptor
  }

  private static func open(_ path: String) throws(FileError) -> Descriptor {
    if Path.isStandardStream(path) { return Descriptor(borrowing: STDIN_FILENO) }
    return try Descriptor(opening: path, flags: O_RDONLY, as: .open)
  }

  /// Appends what one system call yields.
  ///
  /// - Returns: how many bytes came, at most `limit`; a pipe may yield fewer. 0 is the end.
  public func read(into buffer: ByteBuffer, upTo limit: Int) throws(FileError) -> Int {
    let before = buffer.count
    // SAFETY: the space lent is the buffer's own, and the call stays within it.
    try unsafe buffer.appendUnsafe(minimum: limit) { (free) throws(FileError) -> Int in
      let space = unsafe UnsafeMutableRawBufferPointer(rebasing: free[..<limit])
      return try unsafe descriptor.read(into: space, path: path)
    }
    return buffer.count - before
  }
}
