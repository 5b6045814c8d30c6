import Bytes
import Synchronization
import Table

/// The rejects file: one JSON object for each row that could not go on, with the row as it stood in its file.
///
/// ```
/// {"code":"TYP506","reason":"…","input":"entities","file":"e.csv.gz","line":12,"byte":4711,"column":"_updated_at","raw":"…"}
/// ```
/// `raw` is the row in full; where its bytes are not UTF-8 there is `raw_base64` instead. A row that is
/// rejected after it waited in a stage that takes all rows in comes without its bytes; they are read again at the
/// end of the run. Up to then rejects are held in memory, in their order; past ``maximumHeld`` of them, and of
/// streams, there is no `raw`, and the place says where the row stands. The file is made with the first reject.
final class RejectsWriter: Sendable {
  private struct State {
    var writer: OutputWriter?
    var count = 0
    /// From the first reject without its bytes on; nil once there were too many.
    var held: [Held]? = []
  }

  private struct Held {
    var reject: Reject
    let input: String
  }

  /// Rejects that wait for bytes to be read again.
  static let maximumHeld = 100_000

  let path: String
  /// False in a run that publishes nothing: the rows are only counted.
  private let isWritten: Bool
  private let state = Mutex(State())

  init(path: String, isWritten: Bool = true) {
    self.path = path
    self.isWritten = isWritten
  }

  var count: Int { state.withLock { $0.count } }

  /// - Parameter fileNames: the names of the run's files, by number.
  func write(_ rejects: [Reject], input: String, fileNames: [String]) throws(Problem) {
    guard !rejects.isEmpty else { return }
    guard isWritten else { return state.withLock { $0.count += rejects.count } }
    try state.withLock { (state: inout State) throws(Problem) in
      if state.writer == nil { state.writer = try OutputWriter(path: path) }
      state.count += rejects.count
      let isHeld = state.held.map { !$0.isEmpty || rejects.contains { $0.raw == nil } } ?? false
      if isHeld {
        state.held? += rejects.map { Held(reject: $0.withOwnBytes, input: input) }
        guard let held = state.held, held.count > Self.maximumHeld else { return }
        state.held = nil
        try write(held, fileNames, &state)
      } else {
        try write(rejects.map { Held(reject: $0, input: input) }, fileNames, &state)
      }
    }
  }

  private func write(
    _ rejects: [Held], _ fileNames: [String], _ state: inout State
  ) throws(Problem) {
    let lines = ByteBuffer(capacity: rejects.count * 256)
    for held in rejects { append(held.reject, held.input, fileNames, to: lines) }
    try state.writer?.write(lines)
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
    if let raw = reject.raw {
      if firstInvalidUTF8(raw.buffer.bytes(raw.slice)) == nil {
        lines.append(",\"raw\":")
        lines.append(jsonString: raw.slice, of: raw.buffer)
      } else {
        lines.append(",\"raw_base64\":\"")
        lines.append(base64: raw.buffer.bytes(raw.slice))
        lines.append("\"")
      }
    }
    lines.append("}\n")
  }

  /// Ends the file; nil when there is none.
  func finish(_ rows: RawRows) throws(Problem) -> OutputWriter.Summary? {
    try state.withLock { (state: inout State) throws(Problem) in
      if var held = state.held, !held.isEmpty {
        let found = rows.find(held.filter { $0.reject.raw == nil }.map(\.reject.origin))
        for index in held.indices where held[index].reject.raw == nil {
          held[index].reject.raw = found[RawRows.Key(held[index].reject.origin)]
        }
        state.held = nil
        try write(held, rows.files.all, &state)
      }
      return try state.writer?.finish()
    }
  }

  func publish() throws(Problem) {
    try state.withLock { (state: inout State) throws(Problem) in try state.writer?.publish() }
  }

  func discard() { state.withLock { $0.writer?.discard() } }
}

extension Reject {
  /// The same with a copy of its bytes, so that it does not keep the chunk that it came with.
  fileprivate var withOwnBytes: Reject {
    guard let raw else { return self }
    var copy = self
    let buffer = ByteBuffer(capacity: raw.slice.range.count)
    buffer.append(raw.slice, of: raw.buffer)
    copy.raw = (buffer, Slice(start: 0, length: buffer.count))
    return copy
  }
}
