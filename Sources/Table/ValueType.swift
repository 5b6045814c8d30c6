/// What the values of a column mean, whatever form they are held in.
public enum ValueType: String, Sendable, CaseIterable, Hashable {
  case string
  /// 64 bits, signed.
  case integer
  /// A number of any size, kept as exact text.
  case decimal
  /// IEEE 754, 64 bits.
  case double
  case boolean
  /// A day; held as the moment it begins in UTC.
  case date
  case timestamp
  /// Any JSON value; what an NDJSON column has unless it is declared.
  case json

  public var isNumber: Bool { self == .integer || self == .decimal || self == .double }
  public var isTime: Bool { self == .date || self == .timestamp }
}
