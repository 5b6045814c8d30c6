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
    var (buffer, keys) = OrderKey.encode(
      columns.map { OrderKey.Term(column: $0, nullsFirst: true) }, count: count)
    if !nullsAreValues {
      for column in columns {
        for row in 0..<count where !column.isPresent(row) { keys[row] = .null }
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
