import Bytes
import CustomerIO
import Table

/// What is found in the rows of one chunk; made on any thread, added up in the order of the file.
struct ChunkCheck {
  let subject: Subject
  let schema: Schema
  let batch: Batch
  let rows: [Slice]
  let buffer: ByteBuffer
  let file: Int
  let lineStarts: [Int]
  private let bodies: [ParsedRows.Body]
  let severities: [Rule.Severity?]
  private let limits: [Int]

  var tally: FindingTally
  /// 1 for a row with an error.
  var marks: [UInt8]
  var identities = IdentityRecords()
  var columns: [ColumnProfile]
  var times = TimeHistogram()
  /// By ``AttributeMemory/Group``.
  var attributes = AttributeMemory.Group.allCases.map { AttributeMemory($0.kind) }
  var events = EventMemory()

  init(_ parsed: ParsedRows, _ subject: Subject, _ schema: Schema, keeping: Int) {
    self.subject = subject
    self.schema = schema
    batch = parsed.batch
    rows = parsed.rows
    buffer = parsed.buffer
    file = parsed.file
    bodies = parsed.bodies
    lineStarts = parsed.lineStarts
    tally = FindingTally(keeping: keeping)
    marks = [UInt8](repeating: 0, count: rows.count)
    columns = schema.fields.map { ColumnProfile(name: $0.name) }
    severities = Rule.all.map { rule in subject.wire.flatMap { rule.severities[$0] } }
    limits = Rule.all.map { subject.declared.limits[$0.code] ?? $0.limit ?? .max }
  }

  /// Looks at every row.
  mutating func run() {
    requests()
    switch subject.wire {
    case nil: table()
    case .pipelines: pipelines()
    case .track: track()
    case .reverseETL, .csvImport: flat()
    }
  }

  /// Tests the requests that messages were taken out of.
  private mutating func requests() {
    let limit = limit(.batchSize)
    for body in bodies {
      if body.bytes > limit {
        broke(
          .batchSize, body.row, "batch",
          "the request has \(body.bytes) bytes; Customer.io takes at most \(limit)")
      }
      for row in body.strangers {
        fault(.jsonNotObject, row, "batch", "a member of `batch` is no object")
      }
    }
  }

  func limit(_ code: RuleCode) -> Int { limits[code.index] }

  func cells(_ name: String) -> FieldCells? {
    schema.index(of: name).flatMap { FieldCells(batch.columns[$0]) }
  }
}
