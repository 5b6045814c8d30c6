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
              + "code point. Functions are written `name(argument, ...)`, in any case."),
          Markdown.section("What an expression means", level: 2, Markdown.bullets(rules)),
        ] + FunctionCatalog.functions.map { section($0, level: 2) }))
  }

  /// Where SQL's dialects differ, or where rows and types need a word.
  private static let rules = [
    "Operators bind as in Postgres, loosest first: `OR`, `AND`, `NOT`, `IS`, comparisons, `IN`, "
      + "`LIKE` and `BETWEEN`, `||`, `+ -`, `* / %`, signs, `::` and paths. No more than 200 may stand "
      + "inside of one another.",
    "A `'text'` takes the type of what it is compared with: `n > '5'`, `seen < '2025-01-15'`. A column of "
      + "text is not compared with a number; declare its type on its input.",
    "Whole numbers have 64 bits, decimals 38 digits and are exact, `/` gives a double. A result that does not "
      + "fit, and a division by zero, rejects the row.",
    "A row is rejected only for what its value depends on: `n <> 0 AND 10 % n = 1` and "
      + "`CASE WHEN n <> 0 THEN 10 % n END` never divide by zero.",
    "A JSON value is compared as the other side's type. One of another kind is never equal: `=` is false, `<>` is "
      + "true, `<` and `>` are null. JSON is compared with JSON kind by kind: strings by what they mean, "
      + "numbers exactly, lists and objects as they are written.",
    "`column:member.member[0]` leads into JSON, and into text that is JSON; other text rejects the row. Where "
      + "there is nothing, it is null.",
    "A column that is missing from a row counts as null in everything that is computed.",
  ]

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
