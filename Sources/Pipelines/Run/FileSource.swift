import Adapters
import Bytes
import Formats
import Synchronization
import Table

/// A file of an input as decompressed bytes, with what the manifest and the progress line want to know of it.
public final class FileSource: ByteSource {
  /// What has been read of a file so far.
  public struct Reading: Sendable, Equatable {
    /// Bytes of the file itself.
    public var compressedBytes = 0
    /// Bytes after decompression.
    public var bytes = 0
    /// CRC-32 of the file's own bytes.
    public var checksum: UInt32 = 0
    public var isComplete = false

    public init() {}
  }

  private struct State: ~Copyable {
    let input: GzipInput
    var reading = Reading()

    init(_ input: GzipInput) { self.input = input }
  }

  private let state: Mutex<State>
  private let blocks: FileBlocks
  private let noteReading: @Sendable (Reading) -> Void

  /// - Parameter note: told after every read.
  public init(
    path: String, compression: Compression, note: @escaping @Sendable (Reading) -> Void = { _ in }
  ) throws(Problem) {
    let kind: GzipInput.Compression =
      switch compression {
      case .auto: .auto
      case .none: .none
      case .gzip: .gzip
      }
    do throws(InputError) {
      let input = try GzipInput(path: path, compression: kind)
      blocks = input.blocks
      state = Mutex(State(input))
    } catch {
      throw Problem(error)
    }
    noteReading = note
  }

  /// What has been read so far.
  var reading: Reading { state.withLock { $0.reading } }

  public func readAhead() { blocks.readAhead() }

  public func read(into buffer: ByteBuffer, upTo count: Int) throws(Problem) -> Int {
    let reading: Reading
    let read: Int
    do throws(InputError) {
      (reading, read) = try state.withLock { (state: inout State) throws(InputError) in
        let read = try FileSource.read(state.input, into: buffer, upTo: count)
        state.reading.compressedBytes = state.input.compressedBytesRead
        state.reading.bytes += read
        state.reading.checksum = state.input.compressedChecksum.value
        state.reading.isComplete = read == 0
        return (state.reading, read)
      }
    } catch {
      throw Problem(error)
    }
    noteReading(reading)
    return read
  }

  /// Sound bytes before a failure are given out, and the next call throws again; those of damaged data are not.
  private static func read(
    _ input: GzipInput, into buffer: ByteBuffer, upTo count: Int
  ) throws(InputError) -> Int {
    let before = buffer.count
    do throws(InputError) {
      return try input.read(into: buffer, upTo: count)
    } catch {
      guard error.leavesSoundBytes, buffer.count > before else {
        buffer.truncate(to: before)
        throw error
      }
      return buffer.count - before
    }
  }
}

extension Problem {
  /// What is wrong with an input file, with how to go on.
  init(_ error: InputError) {
    let place = Place(file: error.path, offset: error.offset)
    switch error.kind {
    case .truncated:
      self.init(
        .gzipTruncated, error.message, at: place,
        hint: "the export or the copy of it was cut off; make it again")
    case .corrupt:
      self.init(.gzipCorrupt, error.message, at: place, hint: "copy or export the file again")
    case .crcMismatch, .lengthMismatch:
      self.init(
        .gzipChecksum, "the content is not what was compressed: \(error.message)", at: place,
        hint: "copy or export the file again")
    case .trailingGarbage:
      self.init(
        .gzipTrailingGarbage, "the gzip data ends before the file does: \(error.message)",
        at: place,
        hint: "something was appended to the file; export it again")
    case .io(let failure): self.init(reading: failure)
    }
  }

  /// What kept a file from being read.
  init(reading error: FileError) {
    let isMissing = error.kind == .notFound
    self.init(
      isMissing ? .fileMissing : .fileUnreadable,
      isMissing
        ? "there is no such file" : "cannot \(error.operation.rawValue) it: \(error.message)",
      at: Place(file: error.path))
  }

  /// What kept a file from being written.
  init(writing error: FileError) {
    let isStandard = Path.isStandardStream(error.path)
    let what = "cannot \(error.operation.rawValue)" + (isStandard ? " standard output" : "")
    let place = isStandard ? nil : Place(file: error.path)
    switch error.kind {
    case .noSpace:
      self.init(
        .diskFull, "\(what): \(error.message)", at: place,
        hint: "free space there; what stood there before is untouched")
    case .brokenPipe:
      self.init(.readerGone, "\(what): \(error.message)", at: place)
    case .permission, .isDirectory, .notFound:
      self.init(
        .cannotWrite, "\(what): \(error.message)", at: place,
        hint: "`file:` under `output` says where it goes; choose a place that you may write to")
    case .other:
      self.init(.cannotWrite, "\(what): \(error.message)", at: place)
    }
  }
}
