import Bytes
import StageKit
import Synchronization
import Table

/// The rejects file: one JSON object for each row that could not go on, with the row as it stood in its file.
///
/// ```
/// {"code":"TYP506","reason":"…","input":"entities","file":"e.csv.gz","line":12,"byte":4711,"column":"_updated_at","raw":"…"}
/// ```
/// `raw` is the row in full; where its bytes are not UTF-8 there is `raw_base64` instead. A row that is
/// rejected after it waited in a stage that takes all rows in comes without its bytes; they are read again at the
/// end of the run (``RawRows``). Of a stream they cannot be: then there is no `raw`, and the place says where the row
/// stands.
///
/// Inputs are read side by side; in the file the rejects of each stand together, in the order of ``Turn``. Until the run
/// ends they wait as records in a spill file, each with the place of the bytes that it still lacks:
///
/// ```
/// file u32 │ offset u64 │ bytes u32 │ the line, as far as it is known
/// ```
final class RejectsWriter: Sendable {
  /// Where in the file an input's rejects stand: the inputs of joins first, in their order, then the main one's.
  struct Turn: Hashable, Comparable, Sendable {
    var input: Int
    /// The part of the input, while its parts are read side by side.
    var part: Int

    static func < (left: Turn, right: Turn) -> Bool {
      (left.input, left.part) < (right.input, right.part)
    }
  }

  private struct State {
    var count = 0
    /// Blocks of records, in their order.
    var turns: [Turn: [SpillFile.Extent]] = [:]
  }

  /// One of those records.
  private struct Record {
    /// Where its bytes stand; nil when it has them or never will.
    let key: RawRows.Key?
    let line: Slice
  }

  private static let headBytes = 16
  /// In place of a file: the line is complete.
  private static let noFile = UInt32.max

  let path: String
  private let records: SpillFile
  /// False in a run that publishes nothing: the rows are only counted.
  private let isWritten: Bool
  private let state = Mutex(State())
  private let writer = Mutex<OutputWriter?>(nil)

  /// - Parameter folder: for what does not fit in memory.
  init(path: String, folder: String, isWritten: Bool = true) {
    self.path = path
    records = SpillFile(folder: folder, memory: 256 * 1024)
    self.isWritten = isWritten
  }

  var count: Int { state.withLock { $0.count } }

  /// - Parameter fileNames: the names of the run's files, by number.
  func write(
    _ rejects: [Reject], input: String, turn: Turn, fileNames: [String]
  ) throws(Problem) {
    guard !rejects.isEmpty else { return }
    guard isWritten else { return state.withLock { $0.count += rejects.count } }
    let block = ByteBuffer(capacity: rejects.count * 256)
    let line = ByteBuffer(capacity: 512)
    for reject in rejects {
      line.removeAll()
      append(reject, input, fileNames, to: line)
      let isComplete = reject.raw != nil || !fileNames.indices.contains(reject.origin.file)
      block.append(value: isComplete ? Self.noFile : UInt32(reject.origin.file))
      block.append(value: reject.origin.offset)
      block.append(value: UInt32(line.count))
      block.append(Slice(start: 0, length: line.count), of: line)
    }
    let extent = try records.append(block)
    state.withLock { state in
      state.count += rejects.count
      state.turns[turn, default: []].append(extent)
    }
  }

  private func append(
    _ reject: Reject, _ input: String, _ fileNames: [String], to lines: ByteBuffer
  ) {
    lines.append("{\"code\":")
    lines.append(jsonString: reject.code)
    lines.append(",\"reason\":")
    lines.append(jsonString: reject.reason)
    lines.append(",\"input\":")
    lines.append(jsonString: input)
    if fileNames.indices.contains(reject.origin.file) {
      lines.append(",\"file\":")
      lines.append(jsonString: fileNames[reject.origin.file])
      lines.append(",\"line\":\(reject.origin.line),\"byte\":\(reject.origin.offset)")
    }
    if let field = reject.field {
      lines.append(",\"column\":")
      lines.append(jsonString: field)
    }
    if let raw = reject.raw { append(raw, to: lines) }
  }

  private func append(_ raw: RawRows.Raw, to lines: ByteBuffer) {
    if firstInvalidUTF8(raw.buffer.bytes(raw.slice)) == nil {
      lines.append(",\"raw\":")
      lines.append(jsonString: raw.slice, of: raw.buffer)
    } else {
      lines.append(",\"raw_base64\":\"")
      lines.append(base64: raw.buffer.bytes(raw.slice))
      lines.append("\"")
    }
  }

  /// Writes the file; nil when there is none.
  ///
  /// - Parameter memory: bytes for the records that are worked on at a time.
  func finish(_ rows: RawRows, memory: Int) throws(Problem) -> OutputWriter.Summary? {
    let turns = state.withLock { state in
      defer { state.turns = [:] }
      return state.turns
    }
    guard !turns.isEmpty else { return nil }
    let output = try OutputWriter(path: path)
    writer.withLock { $0 = output }
    // Many at once: rows in another order than that of their files cost a reading for each window.
    var window = ByteBuffer()
    for (_, extents) in turns.sorted(by: { $0.key < $1.key }) {
      for extent in extents {
        let block = try records.take(extent)
        window.append(Slice(start: 0, length: block.count), of: block)
        guard window.count >= memory else { continue }
        try complete(window, rows, output)
        window = ByteBuffer()
      }
    }
    try complete(window, rows, output)
    return try output.finish()
  }

  /// Writes the lines of a run of records, each with its row's bytes.
  private func complete(
    _ window: ByteBuffer, _ rows: RawRows, _ output: OutputWriter
  ) throws(Problem) {
    let records = Self.records(of: window)
    let found = try rows.find(records.compactMap(\.key))
    let lines = ByteBuffer(capacity: 64 * 1024)
    for record in records {
      lines.append(record.line, of: window)
      if let key = record.key, let raw = try found.row(key) { append(raw, to: lines) }
      lines.append("}\n")
      guard lines.count >= 1 << 20 else { continue }
      try output.write(lines)
      lines.removeAll()
    }
    try output.write(lines)
  }

  private static func records(of window: ByteBuffer) -> [Record] {
    var records: [Record] = []
    var at = 0
    while at < window.count {
      let file = window.value(UInt32.self, at: at)
      let line = Slice(
        start: at + headBytes, length: Int(window.value(UInt32.self, at: at + 12)))
      let key =
        file == noFile
        ? nil : RawRows.Key(file: Int(file), offset: window.value(UInt64.self, at: at + 4))
      records.append(Record(key: key, line: line))
      at = line.range.upperBound
    }
    return records
  }

  func publish() throws(Problem) { try writer.withLock { $0 }?.publish() }

  func discard() { writer.withLock { $0 }?.discard() }
}

extension Reject {
  /// The same with a copy of its bytes, so that it does not keep the chunk that it came with.
  var withOwnBytes: Reject {
    guard let raw else { return self }
    var copy = self
    let buffer = ByteBuffer(capacity: raw.slice.range.count)
    buffer.append(raw.slice, of: raw.buffer)
    copy.raw = (buffer, Slice(start: 0, length: buffer.count))
    return copy
  }
}
