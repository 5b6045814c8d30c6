import Bytes
import Table

/// Where a reader stands in a part of an input: the open file, the bytes that belong to no chunk yet, their place.
struct PartCursor {
  let part: InputPart
  private let settings: ReaderSettings
  private(set) var source: (any ByteSource)?
  /// Whether all bytes have been given out.
  private(set) var isOver = false
  /// Whether the open part has no more bytes than ``rest``.
  private(set) var isEnd = false
  /// Why no more could be read than ``rest``, whose whole records count all the same.
  private(set) var failure: Problem?
  /// Bytes read that belong to no chunk yet.
  private(set) var rest = ByteBuffer(capacity: 0)
  /// 1-based line that ``rest`` begins in.
  private(set) var line = 1
  /// 0-based offset of ``rest`` in the decompressed file.
  private(set) var offset = 0

  init(_ part: InputPart, _ settings: ReaderSettings) {
    self.part = part
    self.settings = settings
  }

  var isOpen: Bool { source != nil }

  mutating func open() throws(Problem) {
    source = try part.open()
    rest = ByteBuffer(capacity: settings.chunkBytes)
  }

  mutating func close() {
    source = nil
    rest = ByteBuffer(capacity: 0)
    isOver = true
  }

  /// Reads until ``rest`` has that many bytes, the part ends or ``failure`` says why no more can be read.
  mutating func fill(upTo count: Int) {
    while rest.count < count, !isEnd, failure == nil { readOnce(upTo: count - rest.count) }
  }

  /// Reads once.
  mutating func readOnce(upTo count: Int) {
    guard let source else { return }
    do throws(Problem) {
      isEnd = try source.read(into: rest, upTo: count) == 0
    } catch {
      failure = error
    }
  }

  /// Throws ``failure``, for a reader to which ``rest`` is of no use.
  func check() throws(Problem) {
    if let failure { throw failure }
  }

  /// Passes over bytes that are no data: a byte order mark, a header.
  mutating func skip(_ bytes: Int, lineFeeds: Int = 0) {
    rest.dropFirst(bytes)
    offset += bytes
    line += lineFeeds
  }

  /// Hands ``rest`` out as the buffer of a chunk; what its records leave over comes back with ``goOn(behind:lineFeeds:_:)``.
  mutating func handOver() -> (buffer: ByteBuffer, line: Int, offset: Int) {
    let taken = (rest, line, offset)
    // A parser appends what it rewrites, which should not have to move the chunk.
    rest = ByteBuffer(
      capacity: settings.chunkBytes + settings.chunkBytes / 4,
      headRoom: min(settings.chunkBytes, PartCursor.headRoom))
    return taken
  }

  /// Goes on behind so many bytes of what was handed over last; `tail` are those that followed.
  mutating func goOn(behind bytes: Int, lineFeeds: Int, _ tail: ByteBuffer) {
    rest.prepend(tail)
    line += lineFeeds
    offset += bytes
  }

  /// For the beginning of a record, which few are longer than.
  private static let headRoom = 16 * 1024

  /// Hands the first bytes of ``rest`` out as the buffer of a chunk and goes on behind them.
  mutating func take(_ count: Int, lineFeeds: Int) -> (buffer: ByteBuffer, line: Int, offset: Int) {
    let taken = (rest, line, offset)
    let tail = Slice(start: count, length: rest.count - count)
    let next = ByteBuffer(capacity: settings.chunkBytes + tail.count)
    next.append(tail, of: rest)
    rest = next
    line += lineFeeds
    offset += count
    return taken
  }
}
