import Formats
import StageKit
import Table

extension Reference {
  static var inputs: ReferencePage {
    let dialect = DescribedKey.all(of: DialectDeclaration.self)
    return ReferencePage(
      "inputs.md",
      Markdown.page(
        "Pipelines and inputs",
        [
          Markdown.section(
            "A pipeline", Markdown.keys(DescribedKey.all(of: DocumentOptions.self))),
          Markdown.section(
            "Variables",
            Markdown.paragraph(
              "A value may hold `${NAME}`, `${NAME:-default}` or `${NAME:?message}`; `$$` is one "
                + "dollar sign. `--set NAME=value` wins over `vars:`, which wins over the environment. "
                + "A variable fills one value and can never add YAML; where it is a whole value "
                + "without quotes, a number stays a number.")),
          Markdown.section(
            "`inputs.NAME`", Markdown.keys(DescribedKey.all(of: InputOptions.self))),
          Markdown.section(
            "`bad_rows`",
            Markdown.keys(DescribedKey.all(of: BadRows.self)) + "\n"
              + Markdown.paragraph("Under `tolerate`; both bounds hold where both are given:")
              + "\n"
              + Markdown.keys(DescribedKey.all(of: BadRows.Tolerance.self))),
          Markdown.section(
            "`dialect`",
            Markdown.paragraph("A preset by name, or a map of these keys:") + "\n"
              + Markdown.keys(dialect) + "\n" + presets),
          Markdown.section("Types", types),
        ]))
  }

  private static var presets: String {
    Markdown.table(
      ["Preset", "Delimiter", "Quote", "Quote within quotes", "Null", "Null in quotes too"],
      Dialect.presets.map { dialect in
        [
          "`\(dialect.name)`", "`\(character(dialect.delimiter))`",
          dialect.quote.map { "`\(character($0))`" } ?? "none",
          dialect.escape == .doubled ? "doubled" : "after a backslash",
          dialect.nulls.map { $0.isEmpty ? "empty" : "`\($0)`" }.joined(separator: ", "),
          dialect.quotedNulls ? "yes" : "no",
        ]
      })
  }

  private static func character(_ byte: UInt8) -> String {
    byte == 0x09 ? "tab" : String(UnicodeScalar(byte))
  }

  private static var types: String {
    Markdown.table(
      ["Type", "Values"], ValueType.allCases.map { ["`\($0.rawValue)`", $0.doc] })
  }
}

extension ValueType {
  /// What a value of the type is, for people.
  var doc: String {
    switch self {
    case .string: "Text, UTF-8."
    case .integer: "A whole number of 64 bits."
    case .decimal: "A number of any size, kept with the digits that were read."
    case .double: "A number of 64 bits (IEEE 754)."
    case .boolean: "True or false, by the dialect's words."
    case .date: "A day, such as `2025-01-31`."
    case .timestamp:
      "A moment, such as `2025-01-31 10:30:00.123+01`; without a zone it is in the dialect's."
    case .json: "Any JSON value."
    }
  }
}
