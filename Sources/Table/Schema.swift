/// The named and typed columns of a stream of rows, in order; names are unique and case-sensitive.
public struct Schema: Sendable, Equatable {
  /// One column's name and type.
  public struct Field: Sendable, Equatable {
    public var name: String
    public var type: ValueType

    public init(_ name: String, _ type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  public let fields: [Field]
  private let positions: [String: Int]

  /// A repeated name keeps its first position; callers report repeats before they come here.
  public init(_ fields: [Field]) {
    self.fields = fields
    positions = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public var names: [String] { fields.map(\.name) }
  public var count: Int { fields.count }
  public func index(of name: String) -> Int? { positions[name] }
  public subscript(index: Int) -> Field { fields[index] }
}
