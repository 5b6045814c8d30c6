import Table

/// An expression as it is written; names are not looked up yet.
struct Syntax: Sendable {
  indirect enum Form: Sendable {
    case literal(Value)
    case column(String)
    case negate(Syntax)
    case not(Syntax)
    case binary(Operator, Syntax, Syntax)
    case isNull(Syntax, isNegated: Bool)
    case isTruth(Syntax, Bool, isNegated: Bool)
    /// `IS [NOT] DISTINCT FROM`.
    case distinct(Syntax, Syntax, isNegated: Bool)
    case inList(Syntax, [Syntax], isNegated: Bool)
    case inSelect(Syntax, Select, isNegated: Bool)
    case like(Syntax, Syntax, ignoresCase: Bool, isNegated: Bool)
    case cases([(condition: Syntax, result: Syntax)], otherwise: Syntax?)
    case cast(Syntax, ValueType, isTry: Bool)
    case path(Syntax, [PathStep])
    case call(String, [Syntax])
  }

  struct Select: Sendable {
    var column: String
    var input: String
    var condition: Syntax?
    /// The condition's own text.
    var conditionText: String?
  }

  enum PathStep: Sendable, Equatable {
    case key(String)
    case index(Int)
  }

  enum Operator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case concatenate = "||"
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case and = "AND"
    case or = "OR"

    var isComparison: Bool {
      switch self {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
      default: false
      }
    }
  }

  var form: Form
  /// The bytes of the text that it stands in.
  var range: Range<Int>

  /// Every column that is named, in sub-selects too if they are of the outer input.
  var columnNames: Set<String> {
    switch form {
    case .literal: []
    case .column(let name): [name]
    case .negate(let inner), .not(let inner), .isNull(let inner, _), .isTruth(let inner, _, _),
      .cast(let inner, _, _), .path(let inner, _), .inSelect(let inner, _, _):
      inner.columnNames
    case .binary(_, let left, let right), .distinct(let left, let right, _),
      .like(let left, let right, _, _):
      left.columnNames.union(right.columnNames)
    case .inList(let inner, let items, _):
      items.reduce(inner.columnNames) { $0.union($1.columnNames) }
    case .call(_, let arguments): arguments.reduce([]) { $0.union($1.columnNames) }
    case .cases(let branches, let otherwise):
      branches.reduce(otherwise?.columnNames ?? []) {
        $0.union($1.condition.columnNames).union($1.result.columnNames)
      }
    }
  }
}
