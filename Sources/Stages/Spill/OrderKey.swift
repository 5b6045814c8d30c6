import Bytes
import Table

/// Values as bytes whose byte order is the values' order, so that any sort is a comparison of bytes.
///
/// ```
/// null       00 where nulls come first, ff where they come last; a value begins with 7f
/// integer    its decimal form                       timestamp  8 + 4 bytes, sign flipped
/// decimal    sign, exponent, digits, terminator     boolean    00 or 01
/// text       its bytes, 00 written 00 ff, then 00 00
/// ```
/// Numbers of every kind share the decimal form, so `1`, `1.0` and `1e0` are one key. For a descending order the
/// bytes of a value are inverted. The encoding needs no lengths: no key is a prefix of another.
enum OrderKey {
  /// How one column takes part.
  struct Term {
    var column: Column
    var isDescending = false
    var nullsFirst = false
  }

  /// One key a row.
  static func encode(_ terms: [Term], count: Int) -> (buffer: ByteBuffer, keys: [Slice]) {
    let buffer = ByteBuffer(capacity: count * 24)
    var keys: [Slice] = []
    keys.reserveCapacity(count)
    let spread = terms.map { term in
      var term = term
      term.column = term.column.comparable(count)
      return term
    }
    for row in 0..<count {
      let start = buffer.count
      for term in spread { append(term, row, to: buffer) }
      keys.append(Slice(start: start, length: buffer.count - start))
    }
    return (buffer, keys)
  }

  private static func append(_ term: Term, _ row: Int, to buffer: ByteBuffer) {
    let start = buffer.count + 1
    buffer.append(0x7f)
    guard appendValue(term.column, row, to: buffer) else {
      buffer.truncate(to: start - 1)
      buffer.append(term.nullsFirst ? 0x00 : 0xff)
      return
    }
    if term.isDescending { buffer.invert(from: start) }
  }

  /// Appends one value's bytes; false, and nothing appended, where there is none.
  static func appendValue(_ column: Column, _ row: Int, to buffer: ByteBuffer) -> Bool {
    switch column.values {
    case .pruned, .constant, .json: return false
    case .text(let source, let slices):
      guard slices[row].isPresent else { return false }
      if column.type.isNumber {
        DecimalKey.append(source.bytes(slices[row]), to: buffer)
      } else {
        appendText(source.bytes(slices[row]), to: buffer)
      }
    case .integers(let values, let presence):
      guard presence.isPresent(row) else { return false }
      let text = ByteBuffer(capacity: 24)
      text.append(String(values[row]))
      DecimalKey.append(text.bytes, to: buffer)
    case .doubles(let values, let presence):
      guard presence.isPresent(row) else { return false }
      let text = ByteBuffer(capacity: 24)
      text.append("\(values[row])")
      DecimalKey.append(text.bytes, to: buffer)
    case .booleans(let values):
      guard values[row].isPresent else { return false }
      buffer.append(values[row].rawValue)
    case .instants(let values):
      guard values[row].isPresent else { return false }
      let seconds = UInt64(bitPattern: values[row].seconds) ^ (1 << 63)
      buffer.append(value: seconds.bigEndian)
      buffer.append(value: UInt32(bitPattern: values[row].nanoseconds).bigEndian)
    }
    return true
  }

  private static func appendText(_ text: Span<UInt8>, to buffer: ByteBuffer) {
    if countOf(0, in: text) == 0 {
      buffer.append(text)
    } else {
      for index in text.indices {
        buffer.append(text[index])
        if text[index] == 0 { buffer.append(0xff) }
      }
    }
    buffer.append(0)
    buffer.append(0)
  }
}

extension Column {
  /// One value a row, JSON as its text, so that values can be compared as bytes.
  func comparable(_ count: Int) -> Column {
    guard case .json = values else { return spread(count) }
    let (buffer, slices) = texts(count)
    return Column(.string, .text(buffer, slices))
  }
}
