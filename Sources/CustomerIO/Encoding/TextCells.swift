import Bytes
import Table

/// The values of a field as text, whatever form its column holds them in.
struct TextCells {
  var buffer: ByteBuffer
  var slices: [Slice]

  /// The texts of a column, and the rows whose value is a JSON object, array or truth: no text.
  ///
  /// JSON strings lose their quotes and escapes; numbers keep their digits; times are ISO 8601.
  static func of(_ column: Column, rows: Int) -> (cells: TextCells, unfit: [Int]) {
    switch column.values {
    case .text(let buffer, let slices): return (TextCells(buffer: buffer, slices: slices), [])
    case .json(let buffer, let slices):
      let texts = buffer.unescapedJSON(slices)
      return (TextCells(buffer: texts.buffer, slices: texts.slices), unfit(buffer, slices))
    case .integers(let values, let presence):
      return (written(rows, presence) { $0.append(integer: values[$1]) }, [])
    case .doubles(let values, let presence):
      return (written(rows, presence) { $0.append(number: values[$1]) }, [])
    case .booleans(let values):
      let states = values.map { $0.isPresent ? 0 : $0 == .missing ? UInt8(2) : 1 }
      return (
        written(rows, Presence(states: states)) {
          $0.append(values[$1] == .yes ? "true" : "false")
        },
        []
      )
    case .instants(let values):
      let states = values.map { $0.isPresent ? 0 : $0 == .missing ? UInt8(2) : 1 }
      return (written(rows, Presence(states: states)) { $0.append(iso8601: values[$1]) }, [])
    case .constant(let value, _): return (constant(value, rows: rows), [])
    case .pruned:
      return (
        TextCells(buffer: ByteBuffer(), slices: [Slice](repeating: .missing, count: rows)), []
      )
    }
  }

  static func constant(_ value: Value, rows: Int) -> TextCells {
    let buffer = ByteBuffer()
    let slice: Slice
    switch value {
    case .null: slice = .null
    case .missing: slice = .missing
    case .text(let text), .decimal(let text), .json(let text): slice = buffer.appended(text)
    case .integer(let number): slice = buffer.appended(String(number))
    case .double(let number):
      slice = buffer.append(number: number) ? Slice(start: 0, length: buffer.count) : .null
    case .boolean(let truth): slice = buffer.appended(truth ? "true" : "false")
    case .instant(let instant):
      buffer.append(iso8601: instant)
      slice = Slice(start: 0, length: buffer.count)
    }
    return TextCells(buffer: buffer, slices: [Slice](repeating: slice, count: rows))
  }

  private static func written(
    _ rows: Int, _ presence: Presence, _ write: (ByteBuffer, Int) -> Void
  ) -> TextCells {
    let buffer = ByteBuffer(capacity: rows * 8)
    var slices: [Slice] = []
    slices.reserveCapacity(rows)
    for row in 0..<rows {
      guard presence.isPresent(row) else {
        slices.append(presence.isMissing(row) ? .missing : .null)
        continue
      }
      let start = buffer.count
      write(buffer, row)
      slices.append(
        buffer.count > start ? Slice(start: start, length: buffer.count - start) : .null)
    }
    return TextCells(buffer: buffer, slices: slices)
  }

  /// Rows whose JSON is an object, an array or a truth.
  private static func unfit(_ buffer: ByteBuffer, _ slices: [Slice]) -> [Int] {
    let bytes = buffer.bytes
    return slices.indices.filter { row in
      guard slices[row].count > 0 else { return false }
      return switch bytes[slices[row].range.lowerBound] {
      case 0x22, 0x2d, 0x30...0x39: false
      default: true
      }
    }
  }

  func text(_ row: Int) -> String { buffer.text(slices[row]) }
}

extension ByteBuffer {
  /// Appends a text and says where it lies.
  func appended(_ text: String) -> Slice {
    let start = count
    append(text)
    return Slice(start: start, length: count - start)
  }
}
