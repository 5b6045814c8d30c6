import Table

/// One function of the language: what the reference page says of it and how a call is bound.
public struct FunctionSpec: Sendable {
  /// What an argument has to be; `text` takes any scalar by its text, `any` is checked by the function.
  public enum Parameter: String, Sendable {
    case text, number, integer, time, any
  }

  public let name: String
  /// `substr(text, start [, length])`.
  public let signature: String
  public let summary: String
  /// The same in SQL, where it is spelled otherwise.
  public let sql: String?
  /// What nulls do.
  public let nulls: String
  /// Expressions with their values as text; each is a test.
  public let examples: [(expression: String, value: String)]
  let parameters: [Parameter]
  let optional: [Parameter]
  /// The kind of any further arguments.
  let rest: Parameter?
  let bind:
    @Sendable (_ arguments: [TypedKernel], _ binder: inout Binder, _ call: Syntax) -> TypedKernel

  init(
    _ name: String, _ signature: String, _ summary: String, sql: String? = nil,
    nulls: String = "null where an argument is null",
    examples: [(expression: String, value: String)], _ parameters: [Parameter],
    optional: [Parameter] = [], rest: Parameter? = nil,
    bind:
      @escaping @Sendable (_ arguments: [TypedKernel], _ binder: inout Binder, _ call: Syntax) ->
      TypedKernel
  ) {
    self.name = name
    self.signature = signature
    self.summary = summary
    self.sql = sql
    self.nulls = nulls
    self.examples = examples
    self.parameters = parameters
    self.optional = optional
    self.rest = rest
    self.bind = bind
  }

  /// A function of whole columns with a fixed result type.
  init(
    _ name: String, _ signature: String, _ summary: String, sql: String? = nil,
    nulls: String = "null where an argument is null",
    examples: [(expression: String, value: String)], _ parameters: [Parameter],
    optional: [Parameter] = [], rest: Parameter? = nil, gives type: ValueType,
    body: @escaping FunctionKernel.Body
  ) {
    self.init(
      name, signature, summary, sql: sql, nulls: nulls, examples: examples, parameters,
      optional: optional, rest: rest
    ) { arguments, _, _ in
      TypedKernel(type, .function(FunctionKernel(name: name, body: body), arguments.map(\.kernel)))
    }
  }
}

extension Binder {
  /// Looks a function up, checks its arguments and binds it.
  mutating func call(_ name: String, _ arguments: [Syntax], _ call: Syntax) -> TypedKernel {
    guard let spec = FunctionCatalog.function(named: name) else {
      return fail(
        .unknownFunction, "there is no function `\(name)`", call,
        hint: Suggestion.hint(for: name, among: FunctionCatalog.functions.map(\.name)))
    }
    let most = spec.rest == nil ? spec.parameters.count + spec.optional.count : Int.max
    guard arguments.count >= spec.parameters.count, arguments.count <= most else {
      return fail(
        .wrongArguments, "`\(name)` does not take \(arguments.count) arguments", call,
        hint: spec.signature)
    }
    let kinds = spec.parameters + spec.optional
    let bound = arguments.enumerated().map { index, argument in
      let kind = index < kinds.count ? kinds[index] : spec.rest ?? .any
      return self.argument(bind(argument), kind, argument)
    }
    return spec.bind(bound, &self, call)
  }

  private mutating func argument(
    _ value: TypedKernel, _ kind: FunctionSpec.Parameter, _ syntax: Syntax
  ) -> TypedKernel {
    switch kind {
    case .any: return value
    case .text: return TypedKernel(.string, textual(value), literal: value.literal)
    case .number: return number(value, syntax)
    case .integer:
      let number = number(value, syntax)
      return number.type == .integer
        ? number : TypedKernel(.integer, .cast(number.kernel, .integer, isTry: false))
    case .time:
      if value.type.isTime || value.literal == .null { return value }
      if value.type == .string || value.type == .json {
        return TypedKernel(.timestamp, .cast(value.kernel, .timestamp, isTry: false))
      }
      return fail(
        .typeClash, "`\(written(syntax))` is \(value.type.rawValue), where a time is needed",
        syntax,
        hint: "from_unix(x) reads Unix seconds")
    }
  }
}
