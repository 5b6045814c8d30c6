import Table

/// A piece of a pipeline document with its place, after variables are filled in.
public struct Node: Sendable {
  /// One of the three shapes of a document.
  public indirect enum Value: Sendable {
    /// `isQuoted` tells `"12"` from `12`: a quoted scalar is always text.
    case scalar(String, isQuoted: Bool)
    case list([Node])
    case map([Entry])
  }

  /// A key of a map with its value.
  public struct Entry: Sendable {
    public var key: String
    public var keyPlace: Place
    public var value: Node

    public init(key: String, keyPlace: Place, value: Node) {
      self.key = key
      self.keyPlace = keyPlace
      self.value = value
    }
  }

  public var value: Value
  public var place: Place

  public init(_ value: Value, at place: Place) {
    self.value = value
    self.place = place
  }

  /// Whether nothing is written here: an empty plain scalar, `~` or `null`.
  public var isNull: Bool {
    guard case .scalar(let text, false) = value else { return false }
    return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
  }

  public var scalar: String? {
    if case .scalar(let text, _) = value { return text }
    return nil
  }

  public var entries: [Entry]? {
    if case .map(let entries) = value { return entries }
    return nil
  }

  public var items: [Node]? {
    if case .list(let items) = value { return items }
    return nil
  }

  /// What a message calls this shape.
  public var shapeName: String {
    switch value {
    case .scalar: isNull ? "nothing" : "a single value"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
