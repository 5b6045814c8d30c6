import Table
public struct Expression: Sendable { public let text: String
  public static func parse(_ text: String, at place: Place?) throws(Problems) -> Expression { Expression(text: text) }
  public var columnNames: Set<String> { [] }
  public func bind(to schema: Schema) throws(Problems) -> BoundExpression { BoundExpression(type: .string, columns: [], columnIndex: nil, isConstant: false) }
  public func splittingSemiJoins() -> (rest: Expression?, joins: [SemiJoin]) { (self, []) } }
public struct SemiJoin: Sendable { public var left: Expression; public var input: String; public var column: String; public var condition: Expression?; public var isNegated: Bool }
public struct OrderBy: Sendable { public var text: String; public static func parse(_ t: String, at place: Place?) throws(Problems) -> OrderBy { OrderBy(text: t) }
  public func bind(to s: Schema) throws(Problems) -> BoundOrder { BoundOrder(terms: []) } }
public struct BoundOrder: Sendable { public let terms: [(expression: BoundExpression, isDescending: Bool, nullsFirst: Bool)] }
public struct BoundExpression: Sendable { public let type: ValueType; public let columns: Set<Int>; public let columnIndex: Int?; public let isConstant: Bool
  public func evaluate(_ batch: Batch, _ problems: inout [RowProblem]) -> Column { .pruned(type) }
  public func truths(_ batch: Batch, _ problems: inout [RowProblem]) -> [Truth] { [] } }
