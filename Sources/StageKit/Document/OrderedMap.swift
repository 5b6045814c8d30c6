import Table

/// Names with a value each, in the order of the document.
public struct OrderedMap<Value: OptionValue>: OptionValue {
  /// A name with its value.
  public struct Entry: Sendable {
    public var key: String
    public var keyPlace: Place
    public var value: Value

    public init(key: String, keyPlace: Place, value: Value) {
      self.key = key
      self.keyPlace = keyPlace
      self.value = value
    }
  }

  public var entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  public subscript(_ key: String) -> Value? { entries.first { $0.key == key }?.value }

  public static func decode(_ node: Node) throws(Problems) -> OrderedMap {
    guard let written = node.entries else {
      throw .wrongShape(node, expected: "a map of name to \(Value.shape.title)")
    }
    var map = OrderedMap()
    var problems: [Problem] = []
    for entry in written {
      do throws(Problems) {
        let value = try Value.decode(entry.value)
        map.entries.append(Entry(key: entry.key, keyPlace: entry.keyPlace, value: value))
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return map
  }
  public static var shape: Shape { .map(Value.shape) }
  public var written: String? {
    if entries.isEmpty { return nil }
    return "{ " + entries.map { "\($0.key): \($0.value.written ?? "")" }.joined(separator: ", ")
      + " }"
  }
}
