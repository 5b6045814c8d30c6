/// Where one cell's bytes lie in a ``ByteBuffer``, or that there is no value.
///
/// Eight bytes: `start` is a 0-based byte offset, `length` counts bytes. Two negative lengths tell the two
/// kinds of "no value" apart; an empty cell has length 0 and is a value.
@frozen
public struct Slice: Sendable, Equatable {
  public var start: UInt32
  public var length: Int32

  @inlinable
  public init(start: Int, length: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.length = Int32(truncatingIfNeeded: length)
  }

  @inlinable
  init(rawLength: Int32) {
    start = 0
    length = rawLength
  }

  /// SQL's NULL, JSON's `null`.
  @inlinable public static var null: Slice { Slice(rawLength: -1) }
  /// A key that a JSON object does not have, or a column that a part does not have.
  @inlinable public static var missing: Slice { Slice(rawLength: -2) }
  /// The value of no bytes.
  @inlinable public static var empty: Slice { Slice(rawLength: 0) }

  /// Whether there is a value, be it the empty one.
  @inlinable public var isPresent: Bool { length >= 0 }
  @inlinable public var isMissing: Bool { length == -2 }
  /// Byte count of the value; 0 where there is none.
  @inlinable public var count: Int { length < 0 ? 0 : Int(length) }
  @inlinable public var range: Range<Int> {
    let from = Int(start)
    return from..<(from &+ count)
  }
}
