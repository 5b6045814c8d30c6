/// Which rows of a numeric column have a value; the common case, all of them, takes no memory.
///
/// One byte a row: 0 has a value, 1 is null, 2 is missing. An empty array says that no row is absent.
@frozen
public struct Presence: Sendable, Equatable {
  public var states: [UInt8]

  @inlinable public init(states: [UInt8] = []) { self.states = states }
  @inlinable public static var all: Presence { Presence() }
  /// Rows that are all null.
  @inlinable public static func none(_ count: Int) -> Presence {
    Presence(states: [UInt8](repeating: 1, count: count))
  }

  @inlinable public func isPresent(_ row: Int) -> Bool { states.isEmpty || states[row] == 0 }
  @inlinable public func isMissing(_ row: Int) -> Bool { !states.isEmpty && states[row] == 2 }

  /// Marks a row; `count` is the column's row count, needed when this is the first absent row.
  @inlinable
  public mutating func setAbsent(_ row: Int, missing: Bool = false, count: Int) {
    if states.isEmpty { states = [UInt8](repeating: 0, count: count) }
    states[row] = missing ? 2 : 1
  }

  /// The states of the given rows, in their order.
  @inlinable
  public func gathered(_ rows: [UInt32]) -> Presence {
    states.isEmpty ? self : Presence(states: rows.map { states[Int($0)] })
  }
}
