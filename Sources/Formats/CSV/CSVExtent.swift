import Bytes
import Synchronization
import Table

/// Where the fields and whole records of a chunk end: found once, by whoever asks first.
///
/// Most often that is the thread that parses the chunk, while the next one is inflated.
final class CSVExtent: Sendable {
  struct Found: Sendable {
    /// As in a ``CSVIndex``; the last one ends the last whole record.
    var entries: [UInt32]
    var bad: [CSVMachine.BadRecord] = []
    /// Line feeds within quotes, where they are known.
    var quotedLineFeeds: [UInt32]?
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

  private func find(in bytes: Span<UInt8>) -> Found {
    if !isCut, settings.usesIndex, dialect.escape == .doubled || countOf(0x5c, in: bytes) == 0 {
      let index = csvIndex(bytes, delimiter: dialect.delimiter, quote: dialect.quote)
      if !index.isIrregular, !(index.endsInQuotes && isEnd), fits(index, bytes.count) {
        return whole(index, bytes.count)
      }
    }
    var machine = CSVMachine(dialect, longestRecord: settings.longestRecord, isCut: isCut)
    machine.read(bytes, isEnd: isEnd)
    return Found(
      entries: machine.entries, bad: machine.bad, count: machine.consumed,
      lineFeeds: countOf(0x0a, in: bytes.extracting(0..<machine.consumed)),
      isCut: machine.consumed == 0 ? isCut : machine.isCut)
  }

  /// What an index says of whole records: to the end of a file, or without the beginning of the record that goes on.
  private func whole(_ index: consuming CSVIndex, _ count: Int) -> Found {
    var end = count
    if !isEnd {
      index.entries.removeLast(
        index.entries.reversed().prefix { $0 & CSVIndex.newline == 0 }.count)
      end = index.entries.last.map { Int($0 & CSVIndex.offset) + 1 } ?? 0
      index.quotedLineFeeds.removeAll { $0 >= end }
    } else if index.entries.last != UInt32(count - 1) | CSVIndex.newline {
      // The last record lacks its line end; be there a delimiter behind its last byte or not.
      index.entries.append(UInt32(count) | CSVIndex.newline)
    }
    return Found(
      entries: index.entries, quotedLineFeeds: index.quotedLineFeeds, count: end,
      lineFeeds: index.records + index.quotedLineFeeds.count)
  }

  /// Whether no record is longer than any may be.
  private func fits(_ index: CSVIndex, _ count: Int) -> Bool {
    if count <= settings.longestRecord { return true }
    var start = 0
    for entry in index.entries where entry & CSVIndex.newline != 0 {
      let end = Int(entry & CSVIndex.offset)
      if end - start > settings.longestRecord { return false }
      start = end + 1
    }
    return count - start <= settings.longestRecord
  }
}
