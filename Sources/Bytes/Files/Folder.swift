#if canImport(Glibc)
  import Glibc
#endif

/// Folders: what lies in one, and making those that are missing.
public enum Folder {
  /// Names of everything in a folder but `.` and `..`, in byte order; those that are not UTF-8 are left out.
  public static func names(in path: String) throws(FileError) -> [String] {
    // SAFETY: the path is a terminated string; the stream is closed below and nowhere else.
    guard let stream = unsafe opendir(path) else { throw FileError(.list, path: path) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw FileError(.list, path: path) }
        break
      }
      // SAFETY: the name is a terminated string within the entry until the next readdir.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe String(
          validatingCString: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names
  }

  /// Paths of the visible files in a folder whose names end in `.` and the extension, in byte order.
  public static func files(
    in path: String, withExtension suffix: String
  ) throws(FileError) -> [String] {
    var found: [String] = []
    for name in try names(in: path) where name.hasSuffix("." + suffix) && !name.hasPrefix(".") {
      let file = Path.join(path, name)
      if let entry = try FileEntry.find(file), entry.kind != .folder { found.append(file) }
    }
    return found
  }

  /// Makes a folder and those above it; one that exists already is fine.
  public static func make(_ path: String) throws(FileError) {
    // SAFETY: the path is a terminated string.
    if unsafe mkdir(path, 0o777) == 0 { return }
    switch errno {
    case EEXIST:
      guard try FileEntry(path: path).kind == .folder else {
        throw FileError(.create, path: path, code: ENOTDIR)
      }
    case ENOENT:
      let above = Path.directory(of: path)
      guard above != path, above != "." else { throw FileError(.create, path: path, code: ENOENT) }
      try make(above)
      // SAFETY: as above; another process may have been faster.
      guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw FileError(.create, path: path)
      }
    default: throw FileError(.create, path: path)
    }
  }

  /// Waits until the disk has the folder's list of names.
  static func flush(_ path: String) throws(FileError) {
    let folder = try Descriptor(opening: path, flags: O_RDONLY | O_DIRECTORY, as: .flush)
    try folder.flush(path: path)
  }
}

extension Folder {
  /// Removes a file; it is no mistake when there is none.
  public static func removeFile(_ path: String) throws(FileError) {
    // SAFETY: the path is a terminated string.
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw FileError(.remove, path: path)
  }
}
