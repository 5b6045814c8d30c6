import CSluice

#if canImport(Glibc)
  import Glibc
#endif

/// Space on disk that nobody else sees and that is gone with the process, however it ends.
///
/// The file has no name from the moment it is open.
public final class ScratchFile: Sendable {
  private let descriptor: Descriptor
  private let path: String

  /// - Parameter folder: where to make it; without one, `$TMPDIR` or `/tmp`.
  public init(in folder: String? = nil) throws(FileError) {
    let name = ".sluice-scratch-\(getpid())-\(TemporaryName.random())"
    let path = Path.join(folder ?? Self.defaultFolder, name)
    let descriptor = try Descriptor(
      opening: path, flags: O_RDWR | O_CREAT | O_EXCL, mode: 0o600, as: .create)
    // SAFETY: the path is a terminated string.
    guard unsafe unlink(path) == 0 else { throw FileError(.remove, path: path) }
    self.path = path
    self.descriptor = descriptor
  }

  /// `$TMPDIR`, or `/tmp` where that is not set.
  public static var defaultFolder: String {
    // SAFETY: the variable is copied at once.
    guard let value = unsafe getenv("TMPDIR"), case let text = unsafe String(cString: value),
      !text.isEmpty
    else { return "/tmp" }
    return text
  }

  /// Appends all of a buffer; one thread at a time.
  public func append(_ buffer: ByteBuffer) throws(FileError) {
    // SAFETY: the bytes are only read.
    try unsafe buffer.withUnsafeBytes { (bytes) throws(FileError) in
      try unsafe descriptor.write(bytes, path: path)
    }
  }

  /// Appends bytes from a place in the file to `buffer`, fewer only where the file ends; on any thread.
  ///
  /// - Returns: how many bytes came.
  public func read(
    at offset: Int, count wanted: Int, into buffer: ByteBuffer
  ) throws(FileError) -> Int {
    var got = 0
    while got < wanted {
      let before = buffer.count
      // SAFETY: the space lent is the buffer's own, and the call stays within it.
      try unsafe buffer.appendUnsafe(minimum: wanted - got) { (free) throws(FileError) -> Int in
        let space = unsafe UnsafeMutableRawBufferPointer(rebasing: free[..<(wanted - got)])
        return try unsafe descriptor.read(into: space, at: offset + got, path: path)
      }
      guard buffer.count > before else { break }
      got += buffer.count - before
    }
    return got
  }

  /// Gives the space of a range back to the system, where its file system can do that; nobody reads it again.
  public func free(_ range: Range<Int>) {
    _ = sluice_free_range(descriptor.number, Int64(range.lowerBound), Int64(range.count))
  }
}
