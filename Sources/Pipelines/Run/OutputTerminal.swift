import Bytes
import CustomerIO
import Expressions
import StageKit
import Table

/// Makes messages of batches and writes them in order; keeps them as rows when another pipeline reads them.
struct OutputTerminal: Sendable {
  let output: PlannedOutput
  /// Nil in a run that only another pipeline wants.
  let writer: OutputWriter?
  /// Where emitted rows are laid aside.
  let captured: SpilledRows?

  struct Encoded: Sendable {
    var lines: ByteBuffer
    var frame: ByteBuffer?
    var rows: Int
  }

  /// Needs no turn.
  func encode(_ batch: Batch, _ entry: inout RunAccount.Entry) -> Encoded {
    var report = StageReport()
    var source = batch
    var problems: [RowProblem] = []
    var columns = output.expressions.map { $0.evaluate(source, &problems) }
    if report.reject(problems, from: &source) != nil {
      problems = []
      columns = output.expressions.map { $0.evaluate(source, &problems) }
    }
    problems = []
    var message = Batch(
      rowCount: source.rowCount, columns: columns, origins: source.origins, raw: source.raw)
    let lines = ByteBuffer(capacity: source.rowCount * 512)
    let written = output.encoder.encode(message, into: lines, &problems, &entry.findings)
    report.reject(problems, from: &message)
    entry.emitted += written
    entry.outputRejected += report.counts.rejected
    entry.reject(report.rejects)
    let frame = captured == nil ? nil : BatchFrame.encode(message)
    return Encoded(lines: lines, frame: frame, rows: message.rowCount)
  }

  /// - Returns: the bytes that the file got, for ``digest(_:)``.
  func write(_ encoded: Encoded) throws(Problem) -> ByteBuffer? {
    if let frame = encoded.frame {
      try captured?.append(frame, rowCount: encoded.rows, part: 0)
    }
    return try writer?.append(encoded.lines)
  }

  /// In the order of writing; may be done beside the next.
  func digest(_ written: ByteBuffer) { writer?.digest(written) }
}
