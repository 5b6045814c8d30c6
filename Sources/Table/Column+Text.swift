import Bytes

extension Column {
  /// Every value as text, for keys, tables and text functions.
  ///
  /// JSON strings without quotes and escapes, other JSON as written, numbers by their digits, `true` and
  /// `false`, moments in ISO-8601 with milliseconds, days as `YYYY-MM-DD`.
  ///
  /// - Returns: slices of the column's own buffer where that holds the texts already.
  public func texts(_ count: Int) -> (buffer: ByteBuffer, slices: [Slice]) {
    switch values {
    case .pruned: return (ByteBuffer(capacity: 0), [Slice](repeating: .missing, count: count))
    case .text(let buffer, let slices): return (buffer, slices)
    case .json(let buffer, let slices): return buffer.unescapedJSON(slices)
    case .constant: return spread(count).texts(count)
    case .integers, .doubles, .booleans, .instants: break
    }
    let buffer = ByteBuffer(capacity: count * 12)
    var slices: [Slice] = []
    slices.reserveCapacity(count)
    for row in 0..<count {
      let start = buffer.count
      switch self[row] {
      case .null: slices.append(.null)
      case .missing: slices.append(.missing)
      case .integer(let number): buffer.append(integer: number)
      case .double(let number): if !buffer.append(number: number) { buffer.append("\(number)") }
      case .boolean(let truth): buffer.append(truth ? "true" : "false")
      case .instant(let instant):
        if type == .date {
          buffer.append(isoDate: instant)
        } else {
          buffer.append(iso8601: instant)
        }
      case .text(let text), .decimal(let text), .json(let text): buffer.append(text)
      }
      if slices.count == row { slices.append(Slice(start: start, length: buffer.count - start)) }
    }
    return (buffer, slices)
  }
}
