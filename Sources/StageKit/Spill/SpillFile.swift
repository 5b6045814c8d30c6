import Bytes
import Synchronization
import Table

/// Blocks of bytes that are written once and read back: in memory while they are few, then in a scratch file.
///
/// The file is unlinked as soon as it is open, so nothing is left behind however the run ends.
public final class SpillFile: Sendable {
  /// Where a block lies.
  public struct Extent: Sendable {
    fileprivate let offset: Int
    public let count: Int
    /// Index of the block in memory; -1 when it is in the file.
    fileprivate let kept: Int
  }

  private struct State: ~Copyable {
    var kept: [ByteBuffer] = []
    var keptBytes = 0
    var file: ScratchFile?
    var fileBytes = 0
  }

  private let folder: String
  private let memory: Int
  private let state: Mutex<State>

  /// - Parameter memory: bytes that stay in memory.
  public init(folder: String, memory: Int) {
    self.folder = folder
    self.memory = memory
    state = Mutex(State())
  }

  /// Takes a block over; the caller does not touch the buffer again.
  public func append(_ block: ByteBuffer) throws(Problem) -> Extent {
    try state.withLock { (state: inout State) throws(Problem) -> Extent in
      if state.file == nil, state.keptBytes + block.count <= memory {
        state.kept.append(block)
        state.keptBytes += block.count
        return Extent(offset: 0, count: block.count, kept: state.kept.count - 1)
      }
      return try write(block, &state)
    }
  }

  /// Copies a block out; the caller goes on using the buffer.
  public func appendCopy(_ block: ByteBuffer) throws(Problem) -> Extent {
    try state.withLock { (state: inout State) throws(Problem) -> Extent in
      if state.file == nil, state.keptBytes + block.count <= memory {
        let copy = ByteBuffer(capacity: block.count)
        copy.append(Slice(start: 0, length: block.count), of: block)
        state.kept.append(copy)
        state.keptBytes += block.count
        return Extent(offset: 0, count: block.count, kept: state.kept.count - 1)
      }
      return try write(block, &state)
    }
  }

  private func write(_ block: ByteBuffer, _ state: inout State) throws(Problem) -> Extent {
    do throws(FileError) {
      if state.file == nil { state.file = try ScratchFile(in: folder) }
      try state.file?.append(block)
    } catch {
      throw SpillFile.failed(error, folder)
    }
    let extent = Extent(offset: state.fileBytes, count: block.count, kept: -1)
    state.fileBytes += block.count
    return extent
  }

  /// Appends a block's bytes to `target`; called from any thread.
  public func read(_ extent: Extent, into target: ByteBuffer) throws(Problem) {
    try state.withLock { (state: inout State) throws(Problem) in
      if extent.kept >= 0 {
        let kept = state.kept[extent.kept]
        target.append(Slice(start: 0, length: kept.count), of: kept)
        return
      }
      do throws(FileError) {
        _ = try state.file?.read(at: extent.offset, count: extent.count, into: target)
      } catch {
        throw SpillFile.failed(error, folder)
      }
    }
  }

  /// A block as a buffer of its own, or the very buffer that was kept; only for reading.
  public func block(_ extent: Extent) throws(Problem) -> ByteBuffer {
    if extent.kept >= 0 { return state.withLock { $0.kept[extent.kept] } }
    let buffer = ByteBuffer(capacity: extent.count)
    try read(extent, into: buffer)
    return buffer
  }

  private static func failed(_ error: FileError, _ folder: String) -> Problem {
    let isFull = error.kind == .noSpace
    return Problem(
      isFull ? .diskFull : .scratchFailed, "cannot spill to disk: \(error.message)",
      at: Place(file: folder),
      hint: isFull
        ? "free space there, or name a larger disk with --tmp"
        : "name a folder that can be written with --tmp")
  }
}
