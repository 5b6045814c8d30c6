import Bytes
import Table

/// The key that rows are compared by, as bytes: equal keys are equal bytes, whatever form the columns have.
enum KeyText {
  /// One key a row; null where a part of it is null, unless nulls are values like any other.
  static func encode(
    _ columns: [Column], count: Int, nullsAreValues: Bool = false
  ) -> (buffer: ByteBuffer, keys: [Slice]) {
    if columns.count == 1, !nullsAreValues, let text = text(columns[0].spread(count)) {
      return text
    }
    let buffer = ByteBuffer(capacity: count * 40)
    var keys: [Slice] = []
    keys.reserveCapacity(count)
    let spread = columns.map { $0.spread(count) }
    for row in 0..<count {
      let start = buffer.count
      var isNull = false
      for column in spread {
        if nullsAreValues { buffer.append(0x7f) }
        if OrderKey.appendValue(column, row, to: buffer) { continue }
        if nullsAreValues {
          buffer.truncate(to: buffer.count - 1)
          buffer.append(0)
        } else {
          isNull = true
          break
        }
      }
      if isNull {
        buffer.truncate(to: start)
        keys.append(.null)
      } else {
        keys.append(Slice(start: start, length: buffer.count - start))
      }
    }
    return (buffer, keys)
  }

  /// A column of text is its own key.
  private static func text(_ column: Column) -> (ByteBuffer, [Slice])? {
    switch column.values {
    case .text(let buffer, let slices) where !column.type.isNumber:
      return (buffer, slices)
    case .json(let buffer, let slices):
      return plainStrings(buffer, slices)
    default:
      return nil
    }
  }

  /// JSON strings without their quotes, other values as they are written.
  private static func plainStrings(
    _ buffer: ByteBuffer, _ slices: [Slice]
  ) -> (ByteBuffer, [Slice]) {
    var keys: [Slice] = []
    keys.reserveCapacity(slices.count)
    var isEscaped = [Bool](repeating: false, count: slices.count)
    var hasEscapes = false
    let bytes = buffer.bytes
    for (row, slice) in slices.enumerated() {
      guard slice.isPresent, bytes[slice.range.lowerBound] == 0x22 else {
        keys.append(slice)
        continue
      }
      let inner = Slice(start: slice.range.lowerBound + 1, length: slice.count - 2)
      if countOf(0x5c, in: bytes.extracting(inner.range)) > 0 {
        isEscaped[row] = true
        hasEscapes = true
      }
      keys.append(inner)
    }
    if !hasEscapes { return (buffer, keys) }
    let copy = ByteBuffer(capacity: slices.count * 40)
    for row in keys.indices {
      if isEscaped[row] {
        let text = jsonText(slices[row], buffer)
        keys[row] = copy.append(text.1, of: text.0)
      } else {
        keys[row] = copy.append(keys[row], of: buffer)
      }
    }
    return (copy, keys)
  }

  /// One JSON value as text, in a buffer of its own when it has escapes.
  static func jsonText(_ slice: Slice, _ buffer: ByteBuffer) -> (ByteBuffer, Slice) {
    let text = buffer.bytes(slice)
    guard slice.count >= 2, text[0] == 0x22 else { return (buffer, slice) }
    if countOf(0x5c, in: text) == 0 {
      return (buffer, Slice(start: slice.range.lowerBound + 1, length: slice.count - 2))
    }
    let copy = ByteBuffer(capacity: slice.count)
    let whole = copy.append(slice, of: buffer)
    return (copy, copy.unescapeJSON(whole))
  }
}
