import Bytes

/// One cell on its own: for literals, previews, messages and tests, never on the data path.
public enum Value: Sendable, Equatable {
  case null
  case missing
  case text(String)
  case integer(Int64)
  /// Canonical JSON number text.
  case decimal(String)
  case double(Double)
  case boolean(Bool)
  case instant(Instant)
  /// JSON text.
  case json(String)
}
