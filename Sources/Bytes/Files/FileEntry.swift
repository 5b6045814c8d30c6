#if canImport(Glibc)
  import Glibc
#endif

/// What the file system knows of a path, symbolic links followed.
public struct FileEntry: Equatable, Sendable {
  /// What kind of thing a path leads to.
  public enum Kind: Sendable {
    case file, folder
    /// A pipe, a terminal, a device, a socket.
    case stream
  }

  public let path: String
  public let kind: Kind
  /// Byte count; 0 says nothing for a stream.
  public let size: Int
  /// Nanoseconds since 1970 of the last change to the content.
  public let modified: Int64
  /// Two paths with the same identity are the same file.
  public let identity: Identity

  /// What tells one file from another whatever their paths.
  public struct Identity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64
  }

  public init(path: String) throws(FileError) {
    var found = stat()
    // SAFETY: the path is a terminated string and `found` outlives the call.
    guard unsafe stat(path, &found) == 0 else { throw FileError(.inspect, path: path) }
    self.init(path: path, found)
  }

  init(path: String, _ found: stat) {
    self.path = path
    switch found.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .stream
    }
    size = Int(found.st_size)
    modified = Int64(found.st_mtim.tv_sec) * 1_000_000_000 + Int64(found.st_mtim.tv_nsec)
    identity = Identity(device: UInt64(found.st_dev), inode: UInt64(found.st_ino))
  }

  /// Nothing where there is no such file.
  public static func find(_ path: String) throws(FileError) -> FileEntry? {
    do {
      return try FileEntry(path: path)
    } catch  where error.kind == .notFound {
      return nil
    }
  }
}
