import Bytes

extension Column {
  /// A constant as one value a row; any other column as it is.
  public func spread(_ count: Int) -> Column {
    guard case .constant(let value, _) = values else { return self }
    switch value {
    case .null: return absent(.null, count)
    case .missing: return absent(.missing, count)
    case .text(let text), .decimal(let text):
      let buffer = ByteBuffer(text)
      let slice = Slice(start: 0, length: buffer.count)
      return Column(type, .text(buffer, [Slice](repeating: slice, count: count)))
    case .json(let text):
      let buffer = ByteBuffer(text)
      let slice = Slice(start: 0, length: buffer.count)
      return Column(type, .json(buffer, [Slice](repeating: slice, count: count)))
    case .integer(let number):
      return Column(type, .integers([Int64](repeating: number, count: count), .all))
    case .double(let number):
      return Column(type, .doubles([Double](repeating: number, count: count), .all))
    case .boolean(let truth):
      return Column(type, .booleans([Truth](repeating: Truth(truth), count: count)))
    case .instant(let instant):
      return Column(type, .instants([Instant](repeating: instant, count: count)))
    }
  }

  private func absent(_ slice: Slice, _ count: Int) -> Column {
    let slices = [Slice](repeating: slice, count: count)
    let buffer = ByteBuffer(capacity: 0)
    switch type {
    case .json: return Column(type, .json(buffer, slices))
    case .date, .timestamp:
      let instant: Instant = slice.isMissing ? .missing : .null
      return Column(type, .instants([Instant](repeating: instant, count: count)))
    case .boolean:
      let truth: Truth = slice.isMissing ? .missing : .null
      return Column(type, .booleans([Truth](repeating: truth, count: count)))
    default: return Column(type, .text(buffer, slices))
    }
  }
}
