import Bytes

/// A column that grows by the columns of many batches, in bytes of its own.
public struct ColumnBuilder: Sendable {
  private var column: Column
  private var count = 0
  /// Bytes held.
  public private(set) var bytes = 0

  public init(_ type: ValueType) { column = .pruned(type) }

  /// The column so far.
  public var finished: Column { column }

  /// Appends a batch's column; a builder takes columns of one type.
  public mutating func append(_ next: Column, rows: Int) {
    defer { count += rows }
    var next = next.spread(rows)
    if next.type.isNumber, count > 0, !next.hasForm(of: column) {
      column = column.numbersAsText
      next = next.numbersAsText
    }
    switch next.values {
    case .pruned, .constant:
      break
    case .text(let buffer, let slices):
      append(slices, of: buffer) { .text($0, $1) }
    case .json(let buffer, let slices):
      append(slices, of: buffer) { .json($0, $1) }
    case .integers(let values, let presence):
      var held: [Int64] = []
      var states: [UInt8] = []
      if case .integers(let before, let known) = column.values {
        (held, states) = (before, known.states)
      }
      column.values = .pruned
      held += values
      column.values = .integers(held, Presence.joined(states, count, presence.states, rows))
      bytes += 9 * rows
    case .doubles(let values, let presence):
      var held: [Double] = []
      var states: [UInt8] = []
      if case .doubles(let before, let known) = column.values {
        (held, states) = (before, known.states)
      }
      column.values = .pruned
      held += values
      column.values = .doubles(held, Presence.joined(states, count, presence.states, rows))
      bytes += 9 * rows
    case .booleans(let values):
      var held: [Truth] = []
      if case .booleans(let before) = column.values { held = before }
      column.values = .pruned
      held += values
      column.values = .booleans(held)
      bytes += rows
    case .instants(let values):
      var held: [Instant] = []
      if case .instants(let before) = column.values { held = before }
      column.values = .pruned
      held += values
      column.values = .instants(held)
      bytes += 16 * rows
    }
  }

  private mutating func append(
    _ slices: [Slice], of source: ByteBuffer, _ make: (ByteBuffer, [Slice]) -> Column.Values
  ) {
    var buffer = ByteBuffer(capacity: 64 * 1024)
    var held: [Slice] = []
    switch column.values {
    case .text(let before, let known), .json(let before, let known):
      (buffer, held) = (before, known)
    default: break
    }
    column.values = .pruned
    let before = buffer.count
    var start = before
    buffer.append(cells: slices, of: source)
    for slice in slices {
      guard slice.isPresent else {
        held.append(slice)
        continue
      }
      held.append(Slice(start: start, length: slice.count))
      start += slice.count
    }
    bytes += buffer.count - before + 8 * slices.count
    column.values = make(buffer, held)
  }
}

extension Presence {
  fileprivate static func joined(
    _ left: [UInt8], _ leftCount: Int, _ right: [UInt8], _ rightCount: Int
  ) -> Presence {
    if left.isEmpty, right.isEmpty { return .all }
    let head = left.isEmpty ? [UInt8](repeating: 0, count: leftCount) : left
    return Presence(
      states: head + (right.isEmpty ? [UInt8](repeating: 0, count: rightCount) : right))
  }
}
