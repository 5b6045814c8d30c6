import CSluice

/// The fields of whole records as a matrix: a row's content, and where each of its fields ends.
///
/// Cells are cut a column at a time, of all rows or of some. Every offset lies within the buffer: that is looked at
/// once, when the matrix is made.
public struct CSVMatrix: Sendable {
  /// Each row as it stands in the file, without its line end.
  public let rows: [Slice]
  public let width: Int
  private let buffer: ByteBuffer
  /// `width` entries a row.
  private let ends: [UInt32]

  /// - Parameter entries: those of a ``CSVIndex`` over the buffer.
  /// - Parameter escapesLineEnds: whether a backslash may keep a carriage return from being part of a line end.
  /// - Returns: nil when a record has another number of fields.
  public init?(
    _ entries: [UInt32], of buffer: ByteBuffer, width: Int, escapesLineEnds: Bool
  ) {
    guard width > 0, entries.count % width == 0 else { return nil }
    var isRegular = false
    let limit = buffer.storedCount
    rows = unsafe [Slice](unsafeUninitializedCapacity: entries.count / width) { free, count in
      unsafe entries.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress else {
          isRegular = true
          return
        }
        // SAFETY: Slice has the layout of sluice_slice, and there is room for one a record; the kernel reads no
        // byte before it has seen that all entries ascend and the last lies within the buffer.
        isRegular =
          unsafe sluice_csv_rows(
            buffer.base, limit, from, source.count, width, escapesLineEnds ? 1 : 0,
            UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self))
          == 1
      }
      count = isRegular ? entries.count / width : 0
    }
    guard isRegular else { return nil }
    self.width = width
    self.buffer = buffer
    ends = entries
  }

  /// Rows that were looked at one by one.
  ///
  /// - Parameter ends: `width` ascending offsets a row, each within its row or at its end.
  public init(rows: [Slice], ends: [UInt32], of buffer: ByteBuffer, width: Int) {
    precondition(width > 0 && ends.count == rows.count * width, "not a matrix")
    var at = 0
    for row in rows {
      let range = row.range
      precondition(range.upperBound <= buffer.storedCount, "row outside of its buffer")
      var last = range.lowerBound
      for _ in 0..<width {
        let end = Int(ends[at] & CSVIndex.offset)
        precondition(end >= last && end <= buffer.storedCount, "field outside of its row")
        last = end
        at += 1
      }
    }
    self.rows = rows
    self.width = width
    self.buffer = buffer
    self.ends = ends
  }

  /// The cells of one field, without their quotes and escapes; null where a null word stands.
  ///
  /// A text with something to take out is appended to the buffer.
  /// - Parameter picked: the rows to cut it from, in that order; all of them without it.
  public func cells(_ position: Int, _ style: CSVCells, of picked: [UInt32]? = nil) -> [Slice] {
    precondition(position >= 0 && position < width, "no such field")
    let count = picked?.count ?? rows.count
    if let picked { for row in picked { precondition(row < rows.count, "no such row") } }
    var noted = 0
    var rewrite = [UInt32](repeating: 0, count: 0)
    var cells = unsafe [Slice](unsafeUninitializedCapacity: count) { free, written in
      rewrite = unsafe [UInt32](unsafeUninitializedCapacity: count) { marks, marked in
        unsafe cut(position, style, picked, free, marks, count, &noted)
        marked = noted
      }
      written = count
    }
    unquote(&cells, rewrite, style)
    return cells
  }

  private func cut(
    _ position: Int, _ style: CSVCells, _ picked: [UInt32]?,
    _ free: UnsafeMutableBufferPointer<Slice>, _ marks: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int, _ noted: inout Int
  ) {
    guard count > 0 else { return }
    unsafe rows.withUnsafeBytes { rows in
      unsafe ends.withUnsafeBufferPointer { ends in
        unsafe style.withKernel { kernel in
          let out = unsafe UnsafeMutableRawPointer(free.baseAddress)?
            .assumingMemoryBound(to: sluice_slice.self)
          let from = unsafe rows.baseAddress?.assumingMemoryBound(to: sluice_slice.self)
          func run(_ picked: UnsafePointer<UInt32>?) -> Int {
            // SAFETY: every offset lies within the buffer and every picked row in the matrix; both outputs have room
            // for `count`.
            unsafe sluice_csv_cut(
              buffer.base, from, ends.baseAddress, width, position, picked, count, kernel, out,
              marks.baseAddress)
          }
          if let picked {
            unsafe picked.withUnsafeBufferPointer { noted = unsafe run($0.baseAddress) }
          } else {
            noted = run(nil)
          }
        }
      }
    }
  }

  /// Takes quotes and escapes out of cells that have some.
  private func unquote(_ cells: inout [Slice], _ rewrite: [UInt32], _ style: CSVCells) {
    if rewrite.isEmpty { return }
    var total = 0
    for at in rewrite { total &+= cells[Int(at)].count &+ 16 }
    buffer.reserve(total)
    for at in rewrite {
      let cell = cells[Int(at)]
      let content =
        style.backslash == .none
        ? buffer.unquoteDoubled(cell, style.quote)
        : buffer.unquoteCSV(
          cell, delimiter: style.delimiter, quote: style.quote, backslash: style.backslash)
      cells[Int(at)] =
        style.quotedNulls && style.isNull(buffer.bytes(content)) ? .null : content
    }
  }
}

extension ByteBuffer {
  /// The content of a quoted cell in which quotes are doubled, appended behind what there is.
  fileprivate func unquoteDoubled(_ cell: Slice, _ quote: UInt8?) -> Slice {
    let range = cell.range
    guard let quote, range.count >= 2, bytes[range.upperBound - 1] == quote else { return cell }
    reserve(range.count + 16)
    // SAFETY: the cell lies within the buffer, and there is room for its bytes and 16 more; what is appended lies
    // behind it.
    let written = unsafe sluice_csv_unquote(
      base + storedCount, base + range.lowerBound + 1, range.count - 2, quote,
      capacity - range.lowerBound - 1)
    let start = storedCount
    storedCount &+= written
    return Slice(start: start, length: written)
  }
}
