import Bytes
import Table

/// Whole records of one CSV file with the places of their fields; a worker makes a batch of it on its own.
public struct CSVChunk: Sendable {
  /// The chunk owns it: cells that need rewriting are appended behind the records.
  let buffer: ByteBuffer
  let entries: [UInt32]
  let bad: [CSVMachine.BadRecord]
  /// Bytes of the records.
  let count: Int
  /// Offsets of the line feeds within quotes; nil where the machine read, which does not note them.
  let quotedLineFeeds: [UInt32]?
  /// The run's number of the file.
  let file: Int
  /// 1-based line of the first record.
  let line: Int
  /// 0-based offset of the first record in the decompressed file.
  let offset: Int
  let layout: CSVLayout
}

/// What a header means for the columns that are wanted.
struct CSVLayout: Sendable {
  /// Fields in every record of the file.
  let width: Int
  /// For each column of the schema its field in the file; nil where the file does not have it.
  let fields: [Int?]
}
