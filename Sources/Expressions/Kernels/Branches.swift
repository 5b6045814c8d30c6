import Bytes
import Table

/// CASE and COALESCE: each row takes its value from one of several columns.
enum Branches {
  static func evaluate(
    _ branches: [(Kernel, Kernel)], _ otherwise: Kernel, _ batch: Batch,
    _ problems: inout [RowProblem]
  ) -> Column {
    let count = batch.rowCount
    var choice = [Int32](repeating: Int32(branches.count), count: count)
    var isOpen = [Bool](repeating: true, count: count)
    for (index, branch) in branches.enumerated() {
      var found: [RowProblem] = []
      let truths = branch.0.evaluate(batch, &found).truths(count)
      problems += found.filter { isOpen[$0.row] }
      for row in 0..<count where isOpen[row] && truths[row] == .yes {
        choice[row] = Int32(index)
        isOpen[row] = false
      }
    }
    var columns: [Column] = []
    for (index, result) in (branches.map(\.1) + [otherwise]).enumerated() {
      var found: [RowProblem] = []
      columns.append(result.evaluate(batch, &found))
      problems += found.filter { choice[$0.row] == Int32(index) }
    }
    return Column.picked(choice, of: columns, columns.first?.type ?? .string)
  }

  static func coalesce(
    _ parts: [Kernel], _ type: ValueType, _ batch: Batch, _ problems: inout [RowProblem]
  ) -> Column {
    let count = batch.rowCount
    var choice = [Int32](repeating: -1, count: count)
    var columns: [Column] = []
    var left = count
    for (index, part) in parts.enumerated() {
      if left == 0 { break }
      var found: [RowProblem] = []
      let column = part.evaluate(batch, &found)
      problems += found.filter { choice[$0.row] < 0 }
      left -= column.fill(&choice, with: Int32(index))
      columns.append(column)
      if index == 0, left == 0 {
        // A day among moments is one of them, also where it is the first.
        return Column(type, column.values)
      }
    }
    return Column.picked(choice, of: columns, type)
  }

  /// The greatest or the least of several columns of one type; null only where all are.
  static func extreme(
    _ columns: [Column], _ mode: CompareMode, isGreatest: Bool, _ type: ValueType, _ count: Int
  ) -> Column {
    let wanted: Int8 = isGreatest ? 1 : -1
    guard var best = columns.first?.spread(count) else {
      return Column(type, .constant(.null, count))
    }
    for column in columns.dropFirst() {
      let next = column.spread(count)
      let orders = Comparison.orders(mode, next, best, count)
      let choice = (0..<count).map { row -> Int32 in
        !best.isPresent(row) || orders[row] == wanted ? 1 : 0
      }
      best = Column.picked(choice, of: [best, next], type)
    }
    return best
  }
}

extension Column {
  /// Sets the choice of rows that have none yet and a value here.
  ///
  /// - Returns: how many those are.
  fileprivate func fill(_ choice: inout [Int32], with number: Int32) -> Int {
    var found = 0
    switch values {
    case .text(_, let slices), .json(_, let slices):
      for row in choice.indices where choice[row] < 0 && slices[row].isPresent {
        choice[row] = number
        found += 1
      }
    default:
      for row in choice.indices where choice[row] < 0 && isPresent(row) {
        choice[row] = number
        found += 1
      }
    }
    return found
  }

  /// Row by row the value of the column with that number; null where the number is negative.
  static func picked(_ choice: [Int32], of columns: [Column], _ type: ValueType) -> Column {
    let count = choice.count
    if type.isTime {
      let sources = columns.map { column -> [Instant] in
        if case .instants(let instants) = column.spread(count).values { return instants }
        return [Instant](repeating: .null, count: count)
      }
      return Column(
        type,
        .instants((0..<count).map { choice[$0] < 0 ? .null : sources[Int(choice[$0])][$0] }))
    }
    if type == .boolean {
      let sources = columns.map { $0.truths(count) }
      return Column(
        type,
        .booleans((0..<count).map { choice[$0] < 0 ? .null : sources[Int(choice[$0])][$0] }))
    }
    let sources = columns.map { column -> (buffer: ByteBuffer, slices: [Slice]) in
      if case .json(let buffer, let slices) = column.spread(count).values {
        return (buffer, slices)
      }
      return column.texts(count)
    }
    let first = sources.first?.buffer ?? ByteBuffer(capacity: 0)
    let buffer: ByteBuffer
    let slices: [Slice]
    if sources.allSatisfy({ $0.buffer === first }) {
      buffer = first
      slices = choice.indices.map { choice[$0] < 0 ? .null : sources[Int(choice[$0])].slices[$0] }
    } else {
      buffer = ByteBuffer(capacity: 0)
      slices = buffer.append(picking: choice, from: sources)
    }
    return Column(type, type == .json ? .json(buffer, slices) : .text(buffer, slices))
  }
}
