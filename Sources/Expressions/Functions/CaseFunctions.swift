import Bytes

/// `lower`, `upper`.
enum CaseFunctions {
  static let all = [
    FunctionSpec(
      "lower", "lower(text)", "Unicode's lower case.",
      examples: [("lower('Ann@X.io')", "ann@x.io"), ("lower('ÉÀ')", "éà")], [.text]
    ) { arguments, _, _ in arguments[0].step(.lower) },
    FunctionSpec(
      "upper", "upper(text)", "Unicode's upper case.", examples: [("upper('straße')", "STRASSE")],
      [.text]
    ) { arguments, _, _ in arguments[0].step(.upper) },
  ]
}

/// `trim`, `ltrim`, `rtrim`, `strip`.
enum TrimFunctions {
  static let all = [
    FunctionSpec(
      "trim", "trim(text)", "Without blanks (U+0020) at both ends; other white space stays.",
      examples: [("trim('  a b ')", "a b")], [.text]
    ) { arguments, _, _ in arguments[0].step(.trim) },
    FunctionSpec(
      "ltrim", "ltrim(text)", "Without blanks at the front.",
      examples: [("ltrim('  a ') || '|'", "a |")],
      [.text]
    ) { arguments, _, _ in arguments[0].step(.trimLeft) },
    FunctionSpec(
      "rtrim", "rtrim(text)", "Without blanks at the end.",
      examples: [("'|' || rtrim('  a ') || '|'", "|  a|")], [.text]
    ) { arguments, _, _ in arguments[0].step(.trimRight) },
    FunctionSpec(
      "strip", "strip(text)",
      "Without white space of any kind at both ends: tabs and line breaks too.",
      sql: "trim(BOTH … FROM text)", examples: [("strip('  a ')", "a")], [.text]
    ) { arguments, _, _ in arguments[0].step(.strip) },
  ]
}

extension TypedKernel {
  /// The same text with one more change, in the same pass as those before it.
  fileprivate func step(_ step: TextStep) -> TypedKernel {
    if case .textSteps(let inner, let steps) = kernel {
      return TypedKernel(.string, .textSteps(inner, steps + [step]))
    }
    return TypedKernel(.string, .textSteps(kernel, [step]))
  }
}
