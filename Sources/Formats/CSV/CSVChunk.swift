import Bytes
import Table

/// Whole records of one CSV file; a worker makes a batch of it on its own.
public struct CSVChunk: Sendable {
  /// What is known of the places of fields.
  enum Structure: Sendable {
    /// Nothing yet: the plain index finds them.
    case plain
    /// What the machine read, byte by byte.
    case read(entries: [UInt32], bad: [CSVMachine.BadRecord])
  }

  /// The chunk owns it: cells that need rewriting are appended behind the records.
  let buffer: ByteBuffer
  let extent: CSVExtent
  /// The run's number of the file.
  let file: Int
  /// 1-based line of the first record.
  let line: Int
  /// 0-based offset of the first record in the decompressed file.
  let offset: Int
  let layout: CSVLayout

  /// Bytes of the records; none where a record goes on in the next chunk.
  var count: Int { extent.found.count }
}

extension CSVChunk {
  /// Where fields and records end, which of them are bad, and the line feeds within quotes where they are known.
  func fields(
    _ dialect: Dialect
  ) -> (entries: [UInt32], bad: [CSVMachine.BadRecord], quotedLineFeeds: [UInt32]?) {
    let found = extent.found
    switch found.structure {
    case .read(let entries, let bad): return (entries, bad, nil)
    case .plain:
      let count = found.count
      if count == 0 { return ([], [], []) }
      var index = csvIndex(
        buffer.bytes(Slice(start: 0, length: count)), delimiter: dialect.delimiter,
        quote: dialect.quote)
      let end = index.entries.last.map { Int($0 & CSVIndex.offset) + 1 } ?? 0
      // The last record of a file may lack its line end, be there a delimiter behind its last byte or not.
      if end < count || index.entries.last.map({ $0 & CSVIndex.newline == 0 }) ?? true {
        index.entries.append(UInt32(count) | CSVIndex.newline)
      }
      return (index.entries, [], index.quotedLineFeeds)
    }
  }
}

/// What a header means for the columns that are wanted.
struct CSVLayout: Sendable {
  /// Fields in every record of the file.
  let width: Int
  /// For each column of the schema its field in the file; nil where the file does not have it.
  let fields: [Int?]
}
