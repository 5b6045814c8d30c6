import Bytes

/// A dialect's null tokens, prepared so that most cells are told apart by their length alone.
struct CellWords: Sendable {
  private let nulls: [[UInt8]]
  /// Bit n: some token has n bytes.
  private let lengths: UInt64

  init(_ dialect: Dialect) {
    nulls = dialect.nulls.map { Array($0.utf8) }
    lengths = nulls.reduce(0) { $0 | ($1.count < 64 ? 1 << UInt64($1.count) : 0) }
  }

  @inline(__always)
  func mayBeNull(_ count: Int) -> Bool {
    count < 64 && lengths >> UInt64(truncatingIfNeeded: count) & 1 == 1
  }

  func isNull(_ text: Span<UInt8>) -> Bool {
    nulls.contains { token in
      guard token.count == text.count else { return false }
      for index in token.indices where token[index] != text[index] { return false }
      return true
    }
  }
}
