import Bytes

extension Column {
  /// Whether a row has a value.
  public func isPresent(_ row: Int) -> Bool {
    switch values {
    case .pruned: false
    case .text(_, let slices), .json(_, let slices): slices[row].isPresent
    case .integers(_, let presence), .doubles(_, let presence): presence.isPresent(row)
    case .booleans(let truths): truths[row].isPresent
    case .instants(let instants): instants[row].isPresent
    case .constant(let value, _): value != .null && value != .missing
    }
  }
}
