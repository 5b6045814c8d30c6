import Bytes
import Table

/// A kernel with the type of what it gives.
struct TypedKernel: Sendable {
  var type: ValueType
  var kernel: Kernel
  /// The value of a literal, for conversions that can be made before the run.
  var literal: Value?

  init(_ type: ValueType, _ kernel: Kernel, literal: Value? = nil) {
    self.type = type
    self.kernel = kernel
    self.literal = literal
  }
}

/// Turns syntax into kernels; notes every mistake and goes on, so that all are reported at once.
struct Binder {
  let schema: Schema
  let place: Place?
  let text: String
  var problems: [Problem] = []

  init(schema: Schema, place: Place?, text: String) {
    self.schema = schema
    self.place = place
    self.text = text
  }

  mutating func bind(_ syntax: Syntax) -> TypedKernel {
    switch syntax.form {
    case .literal(let value): return literal(value)
    case .column(let name):
      guard let index = schema.index(of: name) else { return unknown(name, syntax) }
      return TypedKernel(schema[index].type, .column(index))
    case .negate(let inner):
      let value = number(bind(inner), inner)
      let zero = TypedKernel(.integer, .literal(.integer(0), .integer))
      return arithmetic(.subtract, zero, value)
    case .not(let inner): return TypedKernel(.boolean, .not(truth(inner)))
    case .binary(let operation, let left, let right): return binary(operation, left, right, syntax)
    case .isNull(let inner, let isNegated):
      return TypedKernel(.boolean, .isNull(bind(inner).kernel, isNegated: isNegated))
    case .isTruth(let inner, let wanted, let isNegated):
      return TypedKernel(.boolean, .isTruth(truth(inner), wanted, isNegated: isNegated))
    case .distinct(let left, let right, let isNegated):
      let (mode, a, b) = comparable(bind(left), left, bind(right), right, syntax)
      return TypedKernel(.boolean, .distinct(mode, a, b, isNegated: isNegated))
    case .inList(let inner, let items, let isNegated):
      return inList(inner, items, isNegated, syntax)
    case .inSelect:
      return fail(
        .expressionSyntax,
        "`IN (SELECT …)` is understood only as a condition of its own in `filter`",
        syntax, hint: "AND it with the rest, or use a `join` stage of kind semi")
    case .like(let inner, let pattern, let ignoresCase, let isNegated):
      let value = textual(bind(inner))
      let wanted = bind(pattern)
      guard case .text(let text) = wanted.literal else {
        return fail(.wrongArguments, "the pattern of LIKE has to be a 'text'", pattern)
      }
      return TypedKernel(
        .boolean, .like(value, LikePattern(text, ignoresCase: ignoresCase), isNegated: isNegated))
    case .cases(let branches, let otherwise): return cases(branches, otherwise, syntax)
    case .cast(let inner, let type, let isTry): return cast(bind(inner), type, isTry, syntax)
    case .path(let inner, let steps):
      return path(bind(inner), inner, steps)
    case .call(let name, let arguments): return call(name, arguments, syntax)
    }
  }

  // Mistakes.

  mutating func fail(
    _ code: ProblemCode, _ message: String, _ syntax: Syntax, hint: String? = nil
  ) -> TypedKernel {
    problems.append(
      Problem(
        code, message,
        at: place?.advanced(by: syntax.range.lowerBound, in: text), hint: hint))
    // Null goes with everything, so one mistake does not make others.
    return TypedKernel(.json, .literal(.null, .json), literal: .null)
  }

  private mutating func unknown(_ name: String, _ syntax: Syntax) -> TypedKernel {
    // `"active"` is a column in SQL; who finds no column near it most likely meant a text.
    let isQuoted = written(syntax).hasPrefix("\"")
    let hint =
      isQuoted && Suggestion.nearest(to: name, among: schema.names) == nil
      ? "text is written in single quotes: '\(name)'"
      : Suggestion.hint(for: name, among: schema.names)
    return fail(.unknownColumn, "there is no column `\(name)`", syntax, hint: hint)
  }

  func written(_ syntax: Syntax) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: bytes[syntax.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  // Parts.

  private func literal(_ value: Value) -> TypedKernel {
    let type: ValueType =
      switch value {
      case .null, .missing, .json: .json
      case .text: .string
      case .integer: .integer
      case .decimal: .decimal
      case .double: .double
      case .boolean: .boolean
      case .instant: .timestamp
      }
    return TypedKernel(type, .literal(value, type), literal: value)
  }

  /// A condition: something boolean, or JSON that may be.
  mutating func truth(_ syntax: Syntax) -> Kernel {
    let value = bind(syntax)
    if value.type == .boolean || value.type == .json { return value.kernel }
    return fail(
      .typeClash, "`\(written(syntax))` is \(value.type.rawValue), where a condition is needed",
      syntax, hint: typesHint(syntax, "boolean") + "; or compare it with something"
    ).kernel
  }

  /// Anything as text.
  func textual(_ value: TypedKernel) -> Kernel {
    value.type == .string ? value.kernel : .asText(value.kernel)
  }

  mutating func number(_ value: TypedKernel, _ syntax: Syntax) -> TypedKernel {
    if value.type.isNumber { return value }
    if value.literal == .null { return TypedKernel(.integer, .literal(.null, .integer)) }
    if value.type == .json {
      return TypedKernel(.decimal, .cast(value.kernel, .decimal, isTry: false))
    }
    return fail(
      .typeClash, "`\(written(syntax))` is \(value.type.rawValue), where a number is needed",
      syntax,
      hint: typesHint(syntax, "decimal"))
  }

  func typesHint(_ syntax: Syntax, _ type: String) -> String {
    if case .column(let name) = syntax.form {
      return "declare it on its input: types: { \(name): \(type) }"
    }
    return "convert it: CAST(\(written(syntax)) AS \(type))"
  }

  private mutating func binary(
    _ operation: Syntax.Operator, _ left: Syntax, _ right: Syntax, _ syntax: Syntax
  ) -> TypedKernel {
    switch operation {
    case .and: return TypedKernel(.boolean, .and(truth(left), truth(right)))
    case .or: return TypedKernel(.boolean, .or(truth(left), truth(right)))
    case .concatenate:
      return TypedKernel(.string, .concatenate([textual(bind(left)), textual(bind(right))]))
    case .add, .subtract, .multiply, .divide, .remainder:
      let a = number(bind(left), left)
      let b = number(bind(right), right)
      return arithmetic(operation, a, b)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let (mode, a, b) = comparable(bind(left), left, bind(right), right, syntax)
      return TypedKernel(.boolean, .compare(operation, mode, a, b))
    }
  }

  /// Whole numbers stay whole but in a quotient; decimals are exact; a double makes all doubles.
  private func arithmetic(
    _ operation: Syntax.Operator, _ left: TypedKernel, _ right: TypedKernel
  ) -> TypedKernel {
    let type: ValueType =
      left.type == .double || right.type == .double
      ? .double
      : left.type == .integer && right.type == .integer && operation != .divide
        ? .integer : operation == .divide ? .double : .decimal
    return TypedKernel(type, .arithmetic(operation, left.kernel, right.kernel, type))
  }

  /// What to write where SQL dialects disagree on what a cast means.
  private func castHint(_ from: ValueType, _ type: ValueType) -> String? {
    if type.isTime, from.isNumber { return "from_unix(x) reads Unix seconds" }
    if type.isNumber, from.isTime { return "to_unix(x) gives Unix seconds" }
    if type.isNumber, from == .boolean { return "CASE WHEN x THEN 1 ELSE 0 END" }
    if type == .boolean, from.isNumber { return "x <> 0" }
    return nil
  }

  /// What stands inside of JSON, or of text that is JSON.
  private mutating func path(
    _ value: TypedKernel, _ syntax: Syntax, _ steps: [Syntax.PathStep]
  ) -> TypedKernel {
    switch value.type {
    case .json: return TypedKernel(.json, .path(value.kernel, steps))
    case .string:
      return TypedKernel(.json, .path(.cast(value.kernel, .json, isTry: false), steps))
    case .integer, .decimal, .double, .boolean, .date, .timestamp:
      return fail(
        .typeClash, "`\(written(syntax))` is \(value.type.rawValue), which has no members", syntax)
    }
  }

  private mutating func cast(
    _ value: TypedKernel, _ type: ValueType, _ isTry: Bool, _ syntax: Syntax
  ) -> TypedKernel {
    if value.type == type { return value }
    if let literal = value.literal, case .instant = literal, type.isTime {
      return TypedKernel(type, .literal(literal, type), literal: literal)
    }
    let isPossible =
      value.type == .string || value.type == .json || type == .string || type == .json
      || (value.type.isNumber && type.isNumber) || (value.type.isTime && type.isTime)
    if !isPossible {
      return fail(
        .typeClash, "\(value.type.withArticle) cannot become \(type.withArticle)", syntax,
        hint: castHint(value.type, type))
    }
    if type == .json {
      // Only text can fail to be JSON.
      return TypedKernel(
        .json,
        value.type == .string
          ? .cast(value.kernel, .json, isTry: isTry) : .asJSON(value.kernel, isText: false))
    }
    if type == .string { return TypedKernel(.string, .asText(value.kernel)) }
    return TypedKernel(type, .cast(value.kernel, type, isTry: isTry))
  }
}
