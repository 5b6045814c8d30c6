import CommandKit
import Expressions

extension Reference {
  static var functions: ReferencePage {
    ReferencePage(
      "functions.md",
      Markdown.page(
        "Functions",
        [
          Markdown.paragraph(
            "Expressions are the everyday part of SQL, with its three-valued logic; text is compared by "
              + "code point. Functions are written `name(argument, ...)`, in any case.")
        ] + FunctionCatalog.functions.map { section($0, level: 2) }))
  }

  static func section(_ function: FunctionSpec, level: Int) -> String {
    var facts: [String] = []
    if let sql = function.sql { facts.append("In SQL: `\(sql)`") }
    facts.append("Nulls: \(function.nulls)")
    let examples = Markdown.table(
      ["Expression", "Value"], function.examples.map { ["`\($0.expression)`", shown($0.value)] })
    return Markdown.section(
      "`\(function.signature)`", level: level,
      Markdown.paragraph(function.summary) + "\n" + Markdown.bullets(facts) + "\n" + examples)
  }

  static func json(_ function: FunctionSpec) -> JSONText {
    [
      "name": .string(function.name), "signature": .string(function.signature),
      "summary": .string(function.summary), "sql": .optional(function.sql),
      "nulls": .string(function.nulls),
      "examples": .array(
        function.examples.map {
          ["expression": .string($0.expression), "value": .string($0.value)]
        }),
    ]
  }

  /// A value in a cell of a table; an empty text has to be seen.
  private static func shown(_ value: String) -> String { value.isEmpty ? "(empty)" : "`\(value)`" }
}
