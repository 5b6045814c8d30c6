/// One positional argument of a verb, or a run of them.
public struct Argument: Sendable, Equatable {
  /// How many words it takes.
  public enum Arity: Sendable, Equatable {
    /// Exactly one.
    case one
    /// One or none.
    case optional
    /// Any number, also none; only as the last argument.
    case any
    /// At least one; only as the last argument.
    case some
  }

  /// What a word may be, and the name that stands for it.
  public let shape: ValueShape
  /// How many words it takes.
  public let arity: Arity
  /// One sentence or two, each with its final stop.
  public let doc: String

  /// Declares an argument; its name is the placeholder of `shape`.
  public init(_ shape: ValueShape, _ arity: Arity, _ doc: String) {
    self.shape = shape
    self.arity = arity
    self.doc = doc
  }

  /// The name without dots or brackets.
  public var name: String { shape.placeholder }

  /// True when it takes more than one word.
  public var isRepeating: Bool { arity == .any || arity == .some }

  /// True when at least one word must be given.
  public var isRequired: Bool { arity == .one || arity == .some }

  /// As usage lines show it: `FILE`, `[FILE]`, `FILE...`, `[FILE...]`.
  var usage: String {
    let dots = isRepeating ? "..." : ""
    return isRequired ? "\(name)\(dots)" : "[\(name)\(dots)]"
  }
}
