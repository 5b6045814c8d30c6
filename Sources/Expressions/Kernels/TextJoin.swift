import Bytes
import Table

/// Texts put together.
enum TextJoin {
  typealias Texts = (buffer: ByteBuffer, slices: [Slice])

  /// `a || b`: null where a part is null.
  static func concatenate(_ parts: [Texts], _ count: Int) -> Column {
    let buffer = ByteBuffer(capacity: 0)
    return Column(.string, .text(buffer, buffer.append(joining: parts, rows: count)))
  }

  /// `concat_ws(separator, …)`: null parts are left out.
  static func joined(_ separator: Texts, _ parts: [Texts], _ count: Int) -> Column {
    let buffer = ByteBuffer(capacity: count * 24)
    let slices: [Slice] = (0..<count).map { row in
      guard separator.slices[row].isPresent else { return .null }
      let start = buffer.count
      var isFirst = true
      for part in parts where part.slices[row].isPresent {
        if !isFirst { buffer.append(separator.slices[row], of: separator.buffer) }
        buffer.append(part.slices[row], of: part.buffer)
        isFirst = false
      }
      return Slice(start: start, length: buffer.count - start)
    }
    return Column(.string, .text(buffer, slices))
  }
}
