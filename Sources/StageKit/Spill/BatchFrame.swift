import Bytes
import Table

/// A batch as bytes, for the time that it waits on disk.
///
/// ```
/// rows u32 │ columns u32 │ origins u32 │ 16 × origins │ column … │ column │ has-raw u8 │ raw as packed cells
/// column: form u8 │ type u8 │ data
///   text, json   packed cells (see ByteBuffer.append(packed:of:))
///   integers, doubles   has-presence u8 │ presence │ 8 × rows
///   booleans 1 × rows │ instants 16 × rows │ constant: as text of one cell
/// ```
/// Reading it back copies no cell: slices point into the frame itself.
public enum BatchFrame {
  private enum Form: UInt8 {
    case pruned, text, json, integers, doubles, booleans, instants
  }

  /// The batch as bytes of their own.
  ///
  /// - Parameter withRaw: whether the rows as they stood in the file go along.
  public static func encode(_ batch: Batch, withRaw: Bool = false) -> ByteBuffer {
    let raw = withRaw ? batch.raw : nil
    let rawBytes = raw?.rows.reduce(0) { $0 + $1.count } ?? 0
    let frame = ByteBuffer(
      capacity: 16 * 1024 + batch.rowCount * batch.columns.count * 16 + rawBytes)
    frame.append(value: UInt32(batch.rowCount))
    frame.append(value: UInt32(batch.columns.count))
    frame.append(value: UInt32(batch.origins.count))
    frame.append(values: batch.origins)
    for column in batch.columns { encode(column, batch.rowCount, into: frame) }
    if let raw {
      frame.append(1)
      frame.append(packed: raw.rows, of: raw.buffer)
    } else {
      frame.append(0)
    }
    return frame
  }

  private static func encode(_ column: Column, _ rows: Int, into frame: ByteBuffer) {
    switch column.values {
    case .pruned: head(.pruned, column.type, frame)
    case .text(let buffer, let slices):
      head(.text, column.type, frame)
      frame.append(packed: slices, of: buffer)
    case .json(let buffer, let slices):
      head(.json, column.type, frame)
      frame.append(packed: slices, of: buffer)
    case .integers(let values, let presence):
      head(.integers, column.type, frame)
      encode(presence, into: frame)
      frame.append(values: values)
    case .doubles(let values, let presence):
      head(.doubles, column.type, frame)
      encode(presence, into: frame)
      frame.append(values: values)
    case .booleans(let values):
      head(.booleans, column.type, frame)
      frame.append(values: values.map(\.rawValue))
    case .instants(let values):
      head(.instants, column.type, frame)
      frame.append(values: values)
    case .constant: encode(column.spread(rows), rows, into: frame)
    }
  }

  private static func head(_ form: Form, _ type: ValueType, _ frame: ByteBuffer) {
    frame.append(form.rawValue)
    frame.append(UInt8(ValueType.allCases.firstIndex(of: type) ?? 0))
  }

  private static func encode(_ presence: Presence, into frame: ByteBuffer) {
    frame.append(presence.states.isEmpty ? 0 : 1)
    frame.append(values: presence.states)
  }

  /// The batch that was written; only for frames of this process.
  public static func decode(_ frame: ByteBuffer) -> Batch {
    let rows = Int(frame.value(UInt32.self, at: 0))
    let count = Int(frame.value(UInt32.self, at: 4))
    var at = 12
    let origins = frame.values(Origin.self, at: at, count: Int(frame.value(UInt32.self, at: 8)))
    at += origins.count * MemoryLayout<Origin>.stride
    var columns: [Column] = []
    columns.reserveCapacity(count)
    for _ in 0..<count { columns.append(decode(frame, rows, &at)) }
    let hasRaw = frame.value(UInt8.self, at: at) == 1
    at += 1
    return Batch(
      rowCount: rows, columns: columns, origins: origins,
      raw: hasRaw ? (frame, frame.packedCells(rows, at: &at)) : nil)
  }

  private static func decode(_ frame: ByteBuffer, _ rows: Int, _ at: inout Int) -> Column {
    let type = ValueType.allCases[Int(frame.value(UInt8.self, at: at + 1))]
    guard let form = Form(rawValue: frame.value(UInt8.self, at: at)) else { return .pruned(type) }
    at += 2
    switch form {
    case .pruned: return .pruned(type)
    case .text: return Column(type, .text(frame, frame.packedCells(rows, at: &at)))
    case .json: return Column(type, .json(frame, frame.packedCells(rows, at: &at)))
    case .integers:
      let presence = presence(frame, rows, &at)
      return Column(type, .integers(numbers(Int64.self, frame, rows, &at), presence))
    case .doubles:
      let presence = presence(frame, rows, &at)
      return Column(type, .doubles(numbers(Double.self, frame, rows, &at), presence))
    case .booleans:
      let values = numbers(UInt8.self, frame, rows, &at).map { Truth(rawValue: $0) ?? .null }
      return Column(type, .booleans(values))
    case .instants: return Column(type, .instants(numbers(Instant.self, frame, rows, &at)))
    }
  }

  private static func numbers<Element: BitwiseCopyable>(
    _ type: Element.Type, _ frame: ByteBuffer, _ rows: Int, _ at: inout Int
  ) -> [Element] {
    let values = frame.values(type, at: at, count: rows)
    at += rows * MemoryLayout<Element>.stride
    return values
  }

  private static func presence(_ frame: ByteBuffer, _ rows: Int, _ at: inout Int) -> Presence {
    let hasStates = frame.value(UInt8.self, at: at) == 1
    at += 1
    return hasStates ? Presence(states: numbers(UInt8.self, frame, rows, &at)) : .all
  }
}
