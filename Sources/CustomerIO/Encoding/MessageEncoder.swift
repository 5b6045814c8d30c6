import Bytes
import Table

/// Turns batches into the lines of one message kind and wire form, and holds back rows that break a rule.
///
/// Called by several threads at once on different batches: it keeps nothing between calls. A batch costs some
/// small allocations, a row none: checks go column by column, and each line is written in one call.
///
/// A message without a `messageId` of its own gets a ULID: 48 bits of its time in milliseconds (0 without one),
/// then the low 80 bits of XXH3-128 (seed 0) over its line without the line break, as it is with 26 zeros in
/// the ULID's place. The same row gives the same identifier in every run; different content never does.
public struct MessageEncoder: Sendable {
  public let layout: MessageLayout
  /// What is odd about the layout, though it can be run.
  public let notices: [Problem]
  private let shape: any MessageShape
  private let names: EventNames
  private let maximumItemBytes: Int
  private let maximumValueBytes: Int

  /// - Throws: every mistake of the layout at once; ``Place/field`` names the field or attribute at fault.
  public init(_ layout: MessageLayout) throws(Problems) {
    let found = LayoutChecks.run(layout)
    if !found.errors.isEmpty { throw Problems(found.errors) }
    notices = found.notices
    var layout = layout
    if layout.kind.attributes == nil { layout.attributes = [] }
    self.layout = layout
    names = EventNames(layout)
    maximumItemBytes = layout.severity(.itemSize) == .error ? layout.limit(.itemSize) : .max
    maximumValueBytes = layout.limit(.attributeValueSize)
    switch (layout.kind, layout.wire) {
    case (.rows, _), (_, .reverseETL), (_, .csvImport): shape = FlatShape(layout)
    case (_, .pipelines): shape = PipelinesShape(layout)
    case (_, .track): shape = TrackShape(layout)
    }
  }

  /// Appends the line of column names where the form has one.
  public func header(into output: ByteBuffer) {
    if let flat = shape as? FlatShape { flat.header(into: output) }
  }

  /// The names of a flat form's columns, in order; empty for messages that are not flat.
  public var columnNames: [String] { (shape as? FlatShape)?.columns.map(\.name) ?? [] }

  /// Appends one line for each row that breaks no rule.
  ///
  /// - Parameter problems: gets one entry or more for each row that is held back, in row order.
  /// - Parameter findings: counts what was found in rows that were written.
  /// - Returns: how many rows were written.
  public func encode(
    _ batch: Batch, into output: ByteBuffer, _ problems: inout [RowProblem],
    _ findings: inout FindingCounts
  ) -> Int {
    if batch.rowCount == 0 { return 0 }
    var checks = RowChecks(layout, rows: batch.rowCount)
    let cells = MessageCells(layout, batch, &checks, names)
    var template = RowTemplate()
    shape.fill(&template, cells)
    var written = 0
    let isMessage = layout.kind != .rows
    template.withWriter(rows: batch.rowCount, to: output, times: cells.times["timestamp"]) {
      writer in
      for row in 0..<batch.rowCount where checks.rejected[row] == 0 {
        let start = output.count
        let line = writer.write(row, to: output)
        if isMessage {
          if line.length - 1 > maximumItemBytes {
            checks.broke(.itemSize, row: row, field: nil, tooLarge(line.length - 1))
          }
          if line.longest > maximumValueBytes {
            checks.limitValues(batch, row: row, limit: maximumValueBytes)
          }
          if line.dates > 0 { checks.noteDates(batch, row: row) }
          if line.arrayDates > 0 {
            checks.broke(
              .dateInArray, row: row, field: nil, "an array holds a text that looks like a date")
          }
          if checks.rejected[row] != 0 {
            output.truncate(to: start)
            continue
          }
        }
        written += 1
      }
    }
    checks.problems.sort { $0.row < $1.row }
    problems += checks.problems
    findings.add(checks.findings)
    return written
  }

  private func tooLarge(_ bytes: Int) -> String {
    "the message has \(bytes) bytes; Customer.io takes at most \(maximumItemBytes)"
  }
}
