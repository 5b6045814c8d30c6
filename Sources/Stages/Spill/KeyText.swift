import Bytes
import Table

/// The key that rows are compared by, as bytes: equal keys are equal bytes, whatever form the columns have.
enum KeyText {
  /// One key a row; null where a part of it is null, unless nulls are values like any other.
  static func encode(
    _ columns: [Column], count: Int, nullsAreValues: Bool = false
  ) -> (buffer: ByteBuffer, keys: [Slice]) {
    if columns.count == 1, !nullsAreValues, let text = text(columns[0].spread(count), count) {
      return text
    }
    let buffer = ByteBuffer(capacity: count * 40)
    var keys: [Slice] = []
    keys.reserveCapacity(count)
    let spread = columns.map { $0.comparable(count) }
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

  /// A column of text is its own key; JSON is by its text.
  private static func text(_ column: Column, _ count: Int) -> (ByteBuffer, [Slice])? {
    switch column.values {
    case .text where !column.type.isNumber, .json: column.texts(count)
    default: nil
    }
  }
}
