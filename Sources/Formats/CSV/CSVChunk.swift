import Bytes
import Table

/// Whole records of one CSV file; a worker makes a batch of it on its own.
public struct CSVChunk: Sendable {
  /// The chunk owns it: cells that need rewriting are appended behind the records.
  let buffer: ByteBuffer
  let extent: CSVExtent
  /// Where the next chunks come from.
  let source: (any ByteSource)?
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

/// What a header means for the columns that are wanted.
struct CSVLayout: Sendable {
  /// Fields in every record of the file.
  let width: Int
  /// For each column of the schema its field in the file; nil where the file does not have it.
  let fields: [Int?]
}
