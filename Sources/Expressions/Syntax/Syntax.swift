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

  let form: Form
  /// The bytes of the text that it stands in.
  let range: Range<Int>
  /// How many operators stand inside of one another here; the parser bounds it, so recursion is safe.
  let depth: Int
  /// How many parts it has, itself among them.
  let weight: Int

  init(form: Form, range: Range<Int>) {
    self.form = form
    self.range = range
    let children = form.children
    depth = 1 + (children.map(\.depth).max() ?? 0)
    weight = children.reduce(1) { $0 + $1.weight }
  }

  /// Every column that is named; those of a sub-select belong to another input.
  var columnNames: Set<String> {
    if case .column(let name) = form { return [name] }
    return form.children.reduce(into: []) { $0.formUnion($1.columnNames) }
  }

  /// Many terms of one operator as a tree that is as flat as can be.
  static func balanced(_ operation: Operator, _ terms: ArraySlice<Syntax>) -> Syntax? {
    guard terms.count > 1 else { return terms.first }
    let middle = terms.startIndex + terms.count / 2
    guard let left = balanced(operation, terms[..<middle]),
      let right = balanced(operation, terms[middle...])
    else { return nil }
    return Syntax(
      form: .binary(operation, left, right),
      range: left.range.lowerBound..<max(left.range.upperBound, right.range.upperBound))
  }
}

extension Syntax.Form {
  /// The operands and arguments.
  var children: [Syntax] {
    switch self {
    case .literal, .column: []
    case .negate(let inner), .not(let inner), .isNull(let inner, _), .isTruth(let inner, _, _),
      .cast(let inner, _, _), .path(let inner, _), .inSelect(let inner, _, _):
      [inner]
    case .binary(_, let left, let right), .distinct(let left, let right, _),
      .like(let left, let right, _, _):
      [left, right]
    case .inList(let inner, let items, _): [inner] + items
    case .call(_, let arguments): arguments
    case .cases(let branches, let otherwise):
      branches.flatMap { [$0.condition, $0.result] } + (otherwise.map { [$0] } ?? [])
    }
  }
}
