import Bytes
import Synchronization
import Table

/// How far the whole records of a chunk go: found once, by whoever asks first.
///
/// Most often that is the thread that parses the chunk, while the next one is inflated.
final class CSVExtent: Sendable {
  struct Found: Sendable {
    var structure = CSVChunk.Structure.plain
    /// Bytes of the whole records.
    var count: Int
    /// Line feeds in them.
    var lineFeeds: Int
    /// Whether they end amid a line that is too long.
    var isCut = false
    /// A copy of the bytes behind them, since the chunk's buffer is its parser's from here on.
    let tail = ByteBuffer(capacity: 0)
  }

  private enum State {
    case unknown(ByteBuffer)
    case known(Found)
  }

  private let state: Mutex<State>
  private let isEnd: Bool
  private let isCut: Bool
  private let dialect: Dialect
  private let settings: ReaderSettings

  /// - Parameter buffer: not changed before this is asked.
  /// - Parameter isEnd: whether no more bytes follow, so that the last record needs no line end.
  /// - Parameter isCut: whether the bytes begin amid a line that is too long.
  init(
    _ buffer: ByteBuffer, isEnd: Bool, isCut: Bool, dialect: Dialect, _ settings: ReaderSettings
  ) {
    state = Mutex(.unknown(buffer))
    self.isEnd = isEnd
    self.isCut = isCut
    self.dialect = dialect
    self.settings = settings
  }

  var found: Found {
    state.withLock { state in
      switch state {
      case .known(let found): return found
      case .unknown(let buffer):
        let found = find(in: buffer.bytes)
        let left = Slice(start: found.count, length: buffer.count - found.count)
        found.tail.append(left, of: buffer)
        state = .known(found)
        return found
      }
    }
  }

  /// Finds whole records; where their fields lie is found by whoever parses them. At the end of a file some are found.
  private func find(in bytes: Span<UInt8>) -> Found {
    if !isCut, settings.usesIndex, dialect.escape == .doubled || countOf(0x5c, in: bytes) == 0 {
      let ends = csvEnds(bytes, delimiter: dialect.delimiter, quote: dialect.quote)
      if !ends.isIrregular, !(ends.endsInQuotes && isEnd), fits(bytes) {
        return isEnd
          ? Found(count: bytes.count, lineFeeds: ends.allLineFeeds)
          : Found(count: ends.end, lineFeeds: ends.lineFeeds)
      }
    }
    var machine = CSVMachine(dialect, longestRecord: settings.longestRecord, isCut: isCut)
    machine.read(bytes, isEnd: isEnd)
    return Found(
      structure: .read(entries: machine.entries, bad: machine.bad), count: machine.consumed,
      lineFeeds: countOf(0x0a, in: bytes.extracting(0..<machine.consumed)),
      isCut: machine.consumed == 0 ? isCut : machine.isCut)
  }

  /// Whether no record is longer than any may be; asks nothing of a buffer that could not hold one.
  private func fits(_ bytes: Span<UInt8>) -> Bool {
    if bytes.count <= settings.longestRecord { return true }
    let index = csvIndex(bytes, delimiter: dialect.delimiter, quote: dialect.quote)
    var start = 0
    for entry in index.entries where entry & CSVIndex.newline != 0 {
      let end = Int(entry & CSVIndex.offset)
      if end - start > settings.longestRecord { return false }
      start = end + 1
    }
    return bytes.count - start <= settings.longestRecord
  }
}
