import Bytes
import Table

/// The rows of a chunk that can be looked at, with their bytes.
struct ParsedRows {
  /// A request whose messages are rows of their own.
  struct Body {
    /// The first of its rows.
    var row: Int
    var bytes: Int
    /// Rows that are no objects.
    var strangers: [Int] = []
  }

  let batch: Batch
  let buffer: ByteBuffer
  let rows: [Slice]
  let file: Int
  private(set) var bodies: [Body] = []
  /// Where the line of each row begins, in the buffer; empty where lines and rows begin together.
  private(set) var lineStarts: [Int] = []

  /// - Returns: nil for a chunk without such rows.
  init?(_ batch: Batch) {
    guard let raw = batch.raw, let first = batch.origins.first else { return nil }
    self.batch = batch
    buffer = raw.buffer
    rows = raw.rows
    file = first.file
  }

  private init(
    _ batch: Batch, _ buffer: ByteBuffer, _ rows: [Slice], _ bodies: [Body], _ lineStarts: [Int],
    _ file: Int
  ) {
    self.lineStarts = lineStarts
    self.batch = batch
    self.buffer = buffer
    self.rows = rows
    self.bodies = bodies
    self.file = file
  }

  /// Takes the messages out of requests `{"batch":[…]}`; each stands in the line of its request.
  func unfolded(_ schema: Schema) -> ParsedRows {
    guard let index = schema.index(of: ParsedRows.field),
      case .json(_, let cells) = batch.columns[index].values,
      cells.contains(where: \.isPresent)
    else { return self }
    var messages: [Slice] = []
    var origins: [Origin] = []
    var lineStarts: [Int] = []
    var bodies: [Body] = []
    let buffer = buffer
    do {
      let bytes = buffer.bytes
      for (row, cell) in cells.enumerated() {
        defer {
          let new = messages.count - lineStarts.count
          lineStarts += [Int](repeating: rows[row].range.lowerBound, count: new)
        }
        guard cell.isPresent, bytes[cell.range.lowerBound] == 0x5b else {
          messages.append(rows[row])
          origins.append(batch.origins[row])
          continue
        }
        var body = Body(row: messages.count, bytes: rows[row].count)
        var list = MemberCursor(cell.range, hasKeys: false)
        while let member = list.member(in: bytes) {
          if member.first != 0x7b { body.strangers.append(messages.count) }
          messages.append(Slice(start: member.value.lowerBound, length: member.value.count))
          origins.append(batch.origins[row])
        }
        if messages.count > body.row { bodies.append(body) }
      }
    }
    let walk = walkObjects(messages, in: buffer, JSONMembers(names: schema.names))
    var cut = Batch(
      rowCount: messages.count, columns: walk.cells.map { Column(.json, .json(buffer, $0)) },
      origins: origins)
    cut.raw = (buffer, messages)
    return ParsedRows(cut, buffer, messages, bodies, lineStarts, file)
  }

  /// The member that holds a request's messages.
  static let field = "batch"
}
