import Bytes

extension Column {
  /// The rows at `rows`, in that order; null where the number is negative.
  public func gathered(optional rows: [Int32]) -> Column {
    switch values {
    case .pruned: return self
    case .text(let buffer, let slices):
      return Column(type, .text(buffer, pick(slices, rows, .null)))
    case .json(let buffer, let slices):
      return Column(type, .json(buffer, pick(slices, rows, .null)))
    case .booleans(let values): return Column(type, .booleans(pick(values, rows, .null)))
    case .instants(let values): return Column(type, .instants(pick(values, rows, .null)))
    case .integers(let values, let presence):
      return Column(type, .integers(pick(values, rows, 0), presence.gathered(optional: rows)))
    case .doubles(let values, let presence):
      return Column(type, .doubles(pick(values, rows, 0), presence.gathered(optional: rows)))
    case .constant(_, let count): return spread(count).gathered(optional: rows)
    }
  }

  private func pick<Element>(_ values: [Element], _ rows: [Int32], _ absent: Element) -> [Element] {
    rows.map { $0 < 0 ? absent : values[Int($0)] }
  }
}

extension Presence {
  func gathered(optional rows: [Int32]) -> Presence {
    if states.isEmpty, !rows.contains(where: { $0 < 0 }) { return self }
    return Presence(states: rows.map { $0 < 0 ? 1 : states.isEmpty ? 0 : states[Int($0)] })
  }
}
