import Bytes

/// A file's content from front to back, decompressed on the way where it is gzip.
///
/// Whether it is gzip is told by its first two bytes, never by its name. Every member is read, and
/// the CRC and the length of each are checked. Zero padding may follow the last member, nothing else.
/// ISA-L and zlib yield the same bytes; what came before damage is handed out before the error.
public final class GzipInput {
  /// How the file's bytes are to be understood.
  public enum Compression: String, Sendable, CaseIterable {
    case auto, none, gzip
  }

  /// Which library inflates.
  public enum Engine: String, Sendable, CaseIterable {
    case fastest, zlib
  }

  enum State {
    case start, plain, header, data, end
  }

  var window: FileWindow
  private let compression: Compression
  let decompressor: any Decompressor
  var state = State.start
  private var failure: InputError?
  var memberChecksum = CRC32()
  /// Decompressed bytes of the member, modulo 2^32 as its trailer counts them.
  var memberBytes: UInt32 = 0

  /// Complete gzip members so far.
  public internal(set) var members = 0
  /// Bytes handed out so far.
  public private(set) var bytesRead = 0
  /// Known once the first byte was read.
  public private(set) var isCompressed = false

  public init(
    file: consuming InputFile, compression: Compression = .auto, engine: Engine = .fastest
  ) {
    window = FileWindow(file: file)
    self.compression = compression
    decompressor =
      switch engine {
      case .fastest: ISALDecompressor()
      case .zlib: ZlibDecompressor()
      }
  }

  /// Opens the file first; that failure is an ``InputError`` of kind `io` too.
  public convenience init(
    path: String, compression: Compression = .auto, engine: Engine = .fastest
  ) throws(InputError) {
    let file: InputFile
    do {
      file = try InputFile(path: path)
    } catch {
      throw InputError(
        kind: .io(error), path: path, offset: 0, member: 0, message: error.message)
    }
    self.init(file: file, compression: compression, engine: engine)
  }

  public var path: String { blocks.path }
  /// What is inflated; its next block may be read by another thread.
  public var blocks: FileBlocks { window.blocks }
  /// Byte count of the file on disk; absent for a pipe.
  public var compressedSize: Int? { blocks.size }
  /// What came from the file so far; at the end, its size.
  public var compressedBytesRead: Int { window.bytesRead }
  /// CRC-32 over the file as it lies on disk, as far as it was read.
  public var compressedChecksum: CRC32 { window.checksum }

  /// Appends decompressed bytes, exactly `limit` unless the end comes first.
  ///
  /// - Returns: how many bytes came; 0 is the end. Blocks of 256 KiB and more are the fastest.
  /// - Throws: ``InputError``, and the same one again at each later call. Sound bytes before the
  ///   damage are in `target` by then.
  public func read(into target: ByteBuffer, upTo limit: Int) throws(InputError) -> Int {
    if let failure { throw failure }
    let before = target.count
    defer { bytesRead += target.count - before }
    do throws(InputError) {
      while target.count - before < limit, state != .end {
        try advance(into: target, upTo: limit - (target.count - before))
      }
    } catch {
      failure = error
      throw error
    }
    return target.count - before
  }

  private func advance(into target: ByteBuffer, upTo limit: Int) throws(InputError) {
    switch state {
    case .start: try detect()
    case .plain:
      let got = try reading { file throws(FileError) in try file.copy(into: target, upTo: limit) }
      if got == 0 { state = .end }
    case .header: try readHeader()
    case .data: try inflate(into: target, upTo: limit)
    case .end: break
    }
  }

  private func detect() throws(InputError) {
    try reading { file throws(FileError) in try file.fill(2) }
    let isGzip = window.peek(0) == GzipFormat.magic.0 && window.peek(1) == GzipFormat.magic.1
    switch compression {
    case .none: state = .plain
    case .auto: state = isGzip ? .header : .plain
    case .gzip: state = window.peek(0) == nil ? .end : .header
    }
    isCompressed = state == .header
    if isCompressed { window.blocks.allowReadingAhead() }
  }

  /// Takes from the file and says where in it that failed.
  func reading<Result>(
    _ step: (inout FileWindow) throws(FileError) -> Result
  ) throws(InputError) -> Result {
    do {
      return try step(&window)
    } catch {
      throw fault(.io(error), error.message)
    }
  }

  func fault(_ kind: InputError.Kind, at offset: Int? = nil, _ message: String) -> InputError {
    InputError(
      kind: kind, path: path, offset: offset ?? window.offset,
      member: isCompressed ? members + 1 : 0, message: message)
  }
}
