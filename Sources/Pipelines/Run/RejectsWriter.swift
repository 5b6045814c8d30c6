import Bytes
import Synchronization
import Table

/// The rejects file: one JSON object for each row that could not go on, with the row as it stood in its file.
///
/// ```
/// {"code":"TYP506","reason":"…","input":"entities","file":"e.csv.gz","line":12,"byte":4711,"column":"_updated_at","raw":"…"}
/// ```
/// `raw` is the row in full; where its bytes are not UTF-8 there is `raw_base64` instead. Rows that are rejected after
/// they waited on disk have no `raw`: their place says where it stands. The file is made with the first reject.
final class RejectsWriter: Sendable {
  private struct State {
    var writer: OutputWriter?
    var count = 0
  }

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
    let lines = ByteBuffer(capacity: rejects.count * 256)
    for reject in rejects { append(reject, input, fileNames, to: lines) }
    try state.withLock { (state: inout State) throws(Problem) in
      if state.writer == nil { state.writer = try OutputWriter(path: path) }
      state.count += rejects.count
      try state.writer?.write(lines)
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
  func finish() throws(Problem) -> OutputWriter.Summary? {
    try state.withLock { (state: inout State) throws(Problem) in try state.writer?.finish() }
  }

  func publish() throws(Problem) {
    try state.withLock { (state: inout State) throws(Problem) in try state.writer?.publish() }
  }

  func discard() { state.withLock { $0.writer?.discard() } }
}
