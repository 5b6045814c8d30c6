#if canImport(Glibc)
  import Glibc
#endif

/// Texts of file paths, taken apart and put together without asking the disk.
public enum Path {
  /// Resolves `relative` against a folder; an absolute path, or one against an empty folder, stays as it is.
  public static func join(_ base: String, _ relative: String) -> String {
    if relative.hasPrefix("/") || base.isEmpty || base == "." { return relative }
    if relative.isEmpty { return base }
    return base.hasSuffix("/") ? base + relative : base + "/" + relative
  }

  /// The folder a path lies in: `.` for a bare name, `/` at the root.
  public static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What follows the last slash.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Whether a path asks for standard input or output.
  public static func isStandardStream(_ path: String) -> Bool { path == "-" }
}
