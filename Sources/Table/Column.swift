import Bytes

/// The values of one column of a batch, in the form they were last needed in.
///
/// ```
/// type     what the values mean                 decimal
/// values   how they are held          .text ──► buffer  …12.50…7…
///                                               slices  [start,length] [start,length] [null]
/// ```
/// A cell stays bytes from the file to the writer unless a stage needs its number, time or truth; then the
/// whole column is converted once. `integer`, `decimal` and `double` columns held as text are canonical JSON
/// numbers (the reader saw to that), so they leave with the digits they came with.
public struct Column: Sendable {
  /// The forms that a column's values are held in.
  public enum Values: Sendable {
    /// No later stage asks for it; it has no rows and takes no memory.
    case pruned
    /// Text, or numbers as canonical JSON number text.
    case text(ByteBuffer, [Slice])
    /// JSON texts, each a valid value; `null` is ``Slice/null``.
    case json(ByteBuffer, [Slice])
    case integers([Int64], Presence)
    case doubles([Double], Presence)
    case booleans([Truth])
    /// Moments; days where the type is `date`.
    case instants([Instant])
    /// The same value in every row.
    case constant(Value, Int)
  }

  public var type: ValueType
  public var values: Values

  public init(_ type: ValueType, _ values: Values) {
    self.type = type
    self.values = values
  }

  public static func pruned(_ type: ValueType) -> Column { Column(type, .pruned) }

  public var isPruned: Bool {
    if case .pruned = values { return true }
    return false
  }

  /// The rows at `rows`, in that order; a row may come several times.
  public func gathered(_ rows: [UInt32]) -> Column {
    switch values {
    case .pruned: self
    case .text(let buffer, let slices): Column(type, .text(buffer, gather(slices, rows)))
    case .json(let buffer, let slices): Column(type, .json(buffer, gather(slices, rows)))
    case .integers(let values, let presence):
      Column(type, .integers(rows.map { values[Int($0)] }, presence.gathered(rows)))
    case .doubles(let values, let presence):
      Column(type, .doubles(rows.map { values[Int($0)] }, presence.gathered(rows)))
    case .booleans(let values): Column(type, .booleans(rows.map { values[Int($0)] }))
    case .instants(let values): Column(type, .instants(rows.map { values[Int($0)] }))
    case .constant(let value, _): Column(type, .constant(value, rows.count))
    }
  }

  private func gather(_ slices: [Slice], _ rows: [UInt32]) -> [Slice] {
    rows.map { slices[Int($0)] }
  }

  public var count: Int? {
    switch values {
    case .pruned: nil
    case .text(_, let slices), .json(_, let slices): slices.count
    case .integers(let values, _): values.count
    case .doubles(let values, _): values.count
    case .booleans(let values): values.count
    case .instants(let values): values.count
    case .constant(_, let count): count
    }
  }

  /// One cell on its own; for previews, messages and tests.
  public subscript(row: Int) -> Value {
    switch values {
    case .pruned: .missing
    case .text(let buffer, let slices):
      slices[row].isPresent ? textValue(buffer.text(slices[row])) : absent(slices[row].isMissing)
    case .json(let buffer, let slices):
      slices[row].isPresent ? .json(buffer.text(slices[row])) : absent(slices[row].isMissing)
    case .integers(let values, let presence):
      presence.isPresent(row) ? .integer(values[row]) : absent(presence.isMissing(row))
    case .doubles(let values, let presence):
      presence.isPresent(row) ? .double(values[row]) : absent(presence.isMissing(row))
    case .booleans(let values):
      values[row].isPresent ? .boolean(values[row] == .yes) : absent(values[row] == .missing)
    case .instants(let values):
      values[row].isPresent ? .instant(values[row]) : absent(values[row] == .missing)
    case .constant(let value, _): value
    }
  }

  private func absent(_ isMissing: Bool) -> Value { isMissing ? .missing : .null }
  private func textValue(_ text: String) -> Value { type.isNumber ? .decimal(text) : .text(text) }
}
