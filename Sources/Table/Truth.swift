/// SQL's three truth values, and a fourth for "there is no such cell".
@frozen
public enum Truth: UInt8, Sendable {
  case no = 0
  case yes = 1
  case null = 2
  case missing = 3

  @inlinable public init(_ value: Bool) { self = value ? .yes : .no }
  @inlinable public var isPresent: Bool { rawValue < 2 }
}
