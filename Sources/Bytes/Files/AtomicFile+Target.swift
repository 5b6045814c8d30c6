#if canImport(Glibc)
  import Glibc
#endif

extension AtomicFile {
  /// Where the bytes go for now, and where they will be.
  struct Target: ~Copyable {
    let descriptor: Descriptor
    /// The file behind the path's symbolic links.
    let destination: String
    /// Absent for what is written directly.
    let temporary: String?

    init(path: String) throws(FileError) {
      if Path.isStandardStream(path) || path == "/dev/stdout" {
        descriptor = Descriptor(borrowing: STDOUT_FILENO)
        destination = path
        temporary = nil
        return
      }
      let existing = try FileEntry.find(path)
      guard existing?.kind != .folder, !path.hasSuffix("/") else {
        throw FileError(.create, path: path, code: EISDIR)
      }
      if existing?.kind == .stream {
        descriptor = try Descriptor(opening: path, flags: O_WRONLY, as: .open)
        destination = path
        temporary = nil
        return
      }
      let destination = existing == nil ? path : Self.resolved(path)
      Self.removeStale(beside: destination)
      let name = TemporaryName.make(for: Path.name(of: destination), process: getpid())
      let temporary = Path.join(Path.directory(of: destination), name)
      let descriptor = try Self.create(temporary, for: path)
      if existing != nil { Self.copyRights(of: destination, to: descriptor) }
      self.descriptor = descriptor
      self.destination = destination
      self.temporary = temporary
    }

    /// Makes the file and locks it for as long as it is open.
    ///
    /// Another opening for the same destination may remove the file between both steps; then it is
    /// made again.
    private static func create(
      _ temporary: String, for path: String
    ) throws(FileError) -> Descriptor {
      do throws(FileError) {
        while true {
          let made = try Descriptor(
            opening: temporary, flags: O_WRONLY | O_CREAT | O_EXCL, as: .create)
          // A file system without locks never has its files taken for stale either.
          _ = flock(made.number, LOCK_EX)
          if try made.inspect(path: temporary).st_nlink > 0 { return made }
        }
      } catch {
        throw FileError(error.operation, path: path, code: error.code)
      }
    }

    /// Removes what killed processes left for this destination: files whose lock is free.
    private static func removeStale(beside destination: String) {
      let folder = Path.directory(of: destination)
      let name = Path.name(of: destination)
      guard let names = try? Folder.names(in: folder) else { return }
      for candidate in names where TemporaryName.isOne(candidate, for: name) {
        let path = Path.join(folder, candidate)
        guard let left = try? Descriptor(opening: path, flags: O_RDONLY | O_NOFOLLOW, as: .open)
        else { continue }
        if flock(left.number, LOCK_EX | LOCK_NB) == 0 {
          // SAFETY: the path is a terminated string.
          _ = unsafe unlink(path)
        }
      }
    }

    /// The new file may be read and written by whoever could read and write the old one; the owner is
    /// kept where the system lets us.
    private static func copyRights(of path: String, to file: borrowing Descriptor) {
      var old = stat()
      // SAFETY: the path is a terminated string and `old` outlives the call.
      guard unsafe stat(path, &old) == 0 else { return }
      _ = fchown(file.number, old.st_uid, old.st_gid)
      _ = fchmod(file.number, old.st_mode & 0o777)
    }

    private static func resolved(_ path: String) -> String {
      // SAFETY: the call allocates the text, which is freed once.
      guard let real = unsafe realpath(path, nil) else { return path }
      defer { unsafe free(real) }
      return unsafe String(cString: real)
    }
  }
}
