#if canImport(Glibc)
  import Glibc
#endif

/// An output file that is either the old one or the whole new one, whatever happens in between.
///
/// It is written under a hidden name beside its destination and takes the destination's name in
/// ``publish()``. Without that call it goes away, and a process that was killed leaves a hidden file
/// that the next opening for the same destination removes: the writer holds a lock on it, which
/// dies with its process. `-` is standard output; a pipe or a device is written directly. Whoever
/// writes to a pipe must ignore SIGPIPE to see the error.
public final class AtomicFile {
  /// Whether to wait for the disk.
  public enum Durability: Sendable {
    /// After ``AtomicFile/publish()``, a power cut leaves the new file.
    case synced
    /// The system writes in its own time; a power cut may leave the old file, or an empty one.
    case unsynced
  }

  /// As the caller gave it.
  public let path: String
  /// Bytes written so far.
  public private(set) var bytesWritten = 0
  private let durability: Durability
  private let target: Target
  private var state = State.open
  /// Bytes that there is space for, taken ahead; nil once there is none to be had in that way.
  private var reserved: Int?

  private enum State {
    case open, published, discarded
  }

  /// - Throws: ``FileError``; a missing folder, a folder in the file's place and a lack of rights
  ///   show here, before anything is written.
  public init(path: String, durability: Durability = .synced) throws(FileError) {
    self.path = path
    self.durability = durability
    target = try Target(path: path)
    reserved = target.temporary == nil ? nil : 0
  }

  deinit { discard() }

  /// Appends all of a buffer.
  public func write(_ buffer: ByteBuffer) throws(FileError) {
    precondition(state == .open, "written to after its end")
    reserve(bytesWritten + buffer.count)
    // SAFETY: the bytes are only read.
    try unsafe buffer.withUnsafeBytes { (bytes) throws(FileError) in
      try unsafe target.descriptor.write(bytes, path: path)
    }
    bytesWritten += buffer.count
  }

  /// Takes space for a file that turned out to be large: the system then need not look for it block by block.
  private func reserve(_ count: Int) {
    guard let reserved, count > max(reserved, Self.step) else { return }
    let end = count + Self.step
    self.reserved = target.descriptor.reserve(reserved..<end) ? end : nil
  }

  private static let step = 16 << 20

  /// Gives the file its name; after this the destination holds the new content.
  ///
  /// - Throws: ``FileError``; the destination still holds the old content then, unless only the wait
  ///   for the disk after the renaming failed.
  public func publish() throws(FileError) {
    precondition(state == .open, "published after its end")
    guard let temporary = target.temporary else {
      state = .published
      return
    }
    if bytesWritten > Self.step { target.descriptor.release(behind: bytesWritten) }
    if durability == .synced { try target.descriptor.flush(path: path) }
    // SAFETY: both paths are terminated strings.
    guard unsafe rename(temporary, target.destination) == 0 else {
      throw FileError(.rename, path: path)
    }
    state = .published
    if durability == .synced { try Folder.flush(Path.directory(of: target.destination)) }
  }

  /// Drops what was written; the destination stays as it was. What went to a pipe cannot be taken back.
  public func discard() {
    guard state == .open else { return }
    state = .discarded
    if let temporary = target.temporary {
      // SAFETY: the path is a terminated string.
      _ = unsafe unlink(temporary)
    }
  }
}
