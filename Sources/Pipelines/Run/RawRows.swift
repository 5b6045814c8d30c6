import Bytes
import Formats
import StageKit
import Table

/// Rows as they stand in their files, read again by their places; for rejects that came without their bytes.
///
/// A file is gone through forwards as long as what is asked for lies ahead, else from its beginning: in whatever
/// batches rows are asked for, those in the order of their files cost one reading of each.
final class RawRows {
  /// A row's file and the place of its first byte in it.
  struct Key: Hashable, Comparable {
    let file: Int
    let offset: UInt64

    static func < (left: Key, right: Key) -> Bool {
      (left.file, left.offset) < (right.file, right.offset)
    }
  }

  typealias Raw = (buffer: ByteBuffer, slice: Slice)

  /// The rows of one answer; past their share of memory they wait on disk.
  struct Found {
    fileprivate let spill: SpillFile
    fileprivate var rows: [Key: SpillFile.Extent] = [:]

    func row(_ key: Key) throws(Problem) -> Raw? {
      guard let extent = rows[key] else { return nil }
      return (try spill.block(extent), Slice(start: 0, length: extent.count))
    }
  }

  /// How far a file has been read.
  private struct Cursor {
    let file: Int
    let feed: Feed
    /// The rows read last, of which those before `row` lie behind.
    var rows = Batch(rowCount: 0, columns: [], origins: [])
    var row = 0

    var offset: UInt64? { row < rows.origins.count ? rows.origins[row].offset : nil }
  }

  private let files: FileTable
  private let settings: RunSettings
  private let memory: Int
  private var cursor: Cursor?
  /// Streams, and files that cannot be read again.
  private var unreadable: Set<Int> = []

  /// - Parameter memory: bytes of an answer's rows that stay in memory.
  init(_ files: FileTable, _ settings: RunSettings, memory: Int) {
    self.files = files
    self.settings = settings
    self.memory = memory
  }

  /// - Returns: the rows that could be read again; a stream's and a changed file's are not among them.
  func find(_ keys: [Key]) throws(Problem) -> Found {
    var found = Found(spill: SpillFile(folder: settings.scratch, memory: memory))
    for key in keys.sorted() where found.rows[key] == nil && !unreadable.contains(key.file) {
      let raw: Raw?
      do throws(Problem) { raw = try row(key) } catch {
        if error.code == .interrupted { throw error }
        // Its rejects are written with what there is: they stand for themselves without their bytes.
        unreadable.insert(key.file)
        continue
      }
      guard let raw else { continue }
      let copy = ByteBuffer(capacity: raw.slice.count)
      copy.append(raw.slice, of: raw.buffer)
      found.rows[key] = try found.spill.append(copy)
    }
    return found
  }

  /// Goes on to a row; nil when there is none at its place.
  private func row(_ key: Key) throws(Problem) -> Raw? {
    if cursor?.file != key.file || cursor?.offset.map({ $0 > key.offset }) ?? true {
      guard let opened = open(key.file) else { return nil }
      cursor = opened
    }
    while let offset = try offset() {
      if offset < key.offset {
        cursor?.row += 1
      } else {
        guard offset == key.offset, let cursor else { return nil }
        return cursor.rows.raw.map { ($0.buffer, $0.rows[cursor.row]) }
      }
    }
    return nil
  }

  private func open(_ number: Int) -> Cursor? {
    let entries = files.entries
    guard entries.indices.contains(number), !entries[number].file.isStream else {
      unreadable.insert(number)
      return nil
    }
    let (file, input) = (entries[number].file, entries[number].input)
    let part = InputPart(name: file.path, file: number) { [settings] () throws(Problem) in
      try settings.files.open(file, input.declaration.compression) { _ in }
    }
    return Cursor(
      file: number, feed: Feed(input, needed: [], parts: [part], settings: settings.reader))
  }

  /// The place of the row that is next; nil at the end of the file.
  private func offset() throws(Problem) -> UInt64? {
    if let offset = cursor?.offset { return offset }
    while let feed = cursor?.feed, let item = try feed.next(part: 0) {
      try settings.stopIfCancelled()
      var report = StageReport()
      guard case .chunk(let parsed) = try feed.parse(item, &report), parsed.batch.rowCount > 0
      else { continue }
      cursor?.rows = parsed.batch
      cursor?.row = 0
      return parsed.batch.origins[0].offset
    }
    return nil
  }
}
