/// A text that is no size.
public struct ByteCountError: Error, Sendable, Equatable {
  /// What was expected, on one line, without a final stop.
  public let message: String
  /// What to type instead.
  public let hint: String?
}
