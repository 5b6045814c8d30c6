#if canImport(Glibc)
  import Glibc
#endif

/// A system call on a file that failed: what was tried, on which path, and why.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The step that failed, as it reads after "cannot".
  public enum Operation: String, Sendable {
    case open, create, read, write, flush, lock, rename, remove, inspect, list
  }

  /// The few causes that call for different advice.
  public enum Kind: Sendable {
    case notFound, permission, noSpace, brokenPipe, isDirectory, other
  }

  public let operation: Operation
  /// As the caller gave it; `-` is standard input or output.
  public let path: String
  /// The value of `errno`.
  public let code: Int32

  public init(_ operation: Operation, path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  public var kind: Kind {
    switch code {
    case ENOENT, ENOTDIR: .notFound
    case EACCES, EPERM, EROFS: .permission
    case ENOSPC, EDQUOT: .noSpace
    case EPIPE: .brokenPipe
    case EISDIR: .isDirectory
    default: .other
    }
  }

  /// The system's own words for the code, such as "No space left on device".
  public var message: String {
    let space = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 256)
    defer { unsafe space.deallocate() }
    // SAFETY: the call ends the text it writes, and stays within the count it is told.
    guard let start = space.baseAddress, unsafe strerror_r(code, start, 256) == 0
    else { return "error \(code)" }
    return unsafe String(cString: start)
  }

  public var description: String { "cannot \(operation.rawValue) \(path): \(message)" }
}
