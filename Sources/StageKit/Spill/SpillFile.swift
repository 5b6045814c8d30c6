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
    private let bytes: UInt32
    /// Index of the block in memory; -1 when it is in the file.
    fileprivate let kept: Int32

    /// A set of partitions keeps one for every few kilobytes, so it has no byte too many.
    fileprivate init(offset: Int, count: Int, kept: Int) {
      self.offset = offset
      bytes = UInt32(count)
      self.kept = Int32(kept)
    }

    /// Bytes of the block.
    public var count: Int { Int(bytes) }
  }

  private struct State {
    /// Nil for those that were taken out.
    var kept: [ByteBuffer?] = []
    var keptBytes = 0
    var file: ScratchFile?
    var fileBytes = 0
    /// How many bytes were taken out of each region of the file.
    var taken: [Int] = []
  }

  /// What is given back to the file system at a time.
  private static let regionBytes = 4 << 20

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
    guard extent.kept < 0 else {
      let kept = try block(extent)
      target.append(Slice(start: 0, length: kept.count), of: kept)
      return
    }
    let file = state.withLock { $0.file }
    do throws(FileError) {
      _ = try file?.read(at: extent.offset, count: extent.count, into: target)
    } catch {
      throw SpillFile.failed(error, folder)
    }
  }

  /// A block as a buffer of its own, or the very buffer that was kept; only for reading.
  public func block(_ extent: Extent) throws(Problem) -> ByteBuffer {
    if extent.kept >= 0 {
      guard let kept = state.withLock({ $0.kept[Int(extent.kept)] }) else {
        preconditionFailure("the block was taken out before")
      }
      return kept
    }
    let buffer = ByteBuffer(capacity: extent.count)
    try read(extent, into: buffer)
    return buffer
  }

  /// A block that nobody reads again: what it took of memory or of the disk is let go.
  public func take(_ extent: Extent) throws(Problem) -> ByteBuffer {
    let block = try block(extent)
    let (file, regions) = state.withLock { state -> (ScratchFile?, [Int]) in
      if extent.kept >= 0 { state.kept[Int(extent.kept)] = nil }
      return (state.file, extent.kept < 0 ? SpillFile.emptied(by: extent, &state) : [])
    }
    for region in regions {
      file?.free(region * Self.regionBytes..<(region + 1) * Self.regionBytes)
    }
    return block
  }

  /// The regions of the file of which now all has been taken out.
  private static func emptied(by extent: Extent, _ state: inout State) -> [Int] {
    var emptied: [Int] = []
    var at = extent.offset
    let end = extent.offset + extent.count
    while at < end {
      let region = at / regionBytes
      let next = min(end, (region + 1) * regionBytes)
      while state.taken.count <= region { state.taken.append(0) }
      state.taken[region] += next - at
      if state.taken[region] == regionBytes { emptied.append(region) }
      at = next
    }
    return emptied
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
