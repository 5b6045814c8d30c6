import Bytes
import Table

/// `coalesce`, `ifnull`, `nullif`, `greatest`, `least`.
enum ChoiceFunctions {
  static let all = [
    FunctionSpec(
      "coalesce", "coalesce(value, …)", "The first value that is not null.",
      nulls: "null where all values are", examples: [("coalesce(null, 'a', 'b')", "a")], [.any],
      rest: .any, bind: coalesce),
    FunctionSpec(
      "ifnull", "ifnull(value, other)", "The value, or the other where it is null.",
      sql: "coalesce(value, other)", nulls: "null where both are",
      examples: [("ifnull(null, 3)", "3")], [.any, .any], bind: coalesce),
    FunctionSpec(
      "nullif", "nullif(value, other)", "Null where the two are equal, else the value.",
      nulls: "the value where the other is null",
      examples: [("nullif('', '')", "null"), ("nullif('a', '')", "a")], [.any, .any]
    ) { arguments, binder, call in
      guard case .call(_, let written) = call.form else { return arguments[0] }
      let (mode, a, b) = binder.comparable(arguments[0], written[0], arguments[1], written[1], call)
      return TypedKernel(
        arguments[0].type,
        .cases(
          [(.compare(.equal, mode, a, b), .literal(.null, arguments[0].type))],
          otherwise: arguments[0].kernel))
    },
    extreme("greatest", .greater), extreme("least", .less),
  ]

  private static let coalesce: @Sendable ([TypedKernel], inout Binder, Syntax) -> TypedKernel = {
    arguments, binder, call in
    let type = binder.commonType(arguments, call)
    return TypedKernel(
      type, .coalesce(arguments.map { binder.converted($0, to: type, call) }, type))
  }

  private static func extreme(_ name: String, _ operation: Syntax.Operator) -> FunctionSpec {
    FunctionSpec(
      name, "\(name)(value, …)", "The \(name) of several values of one type.",
      nulls: "nulls are left out; null where all values are",
      examples: [("\(name)(2, 10, null)", name == "greatest" ? "10" : "2")], [.any], rest: .any
    ) { arguments, binder, call in
      let type = binder.commonType(arguments, call)
      let parts = arguments.map { binder.converted($0, to: type, call) }
      return TypedKernel(
        type,
        .extreme(parts, binder.mode(type), isGreatest: operation == .greater, type))
    }
  }
}
