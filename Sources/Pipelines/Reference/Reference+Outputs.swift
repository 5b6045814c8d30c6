import CustomerIO
import StageKit
import Table

extension Reference {
  static var outputs: ReferencePage {
    ReferencePage(
      "outputs.md",
      Markdown.page(
        "Outputs",
        [
          Markdown.section(
            "`output`",
            Markdown.paragraph("One message kind with its fields, and:") + "\n"
              + Markdown.keys(DescribedKey.all(of: OutputOptions.self))),
          Markdown.section("Wire forms (`as`)", wireForms),
          Markdown.section("Message kinds", kindsIntroduction),
        ] + MessageKind.allCases.map(section) + [
          Markdown.section("Customer.io's rules", rules),
          Markdown.section("Events that Customer.io acts upon", events),
        ]))
  }

  private static var wireForms: String {
    Markdown.table(
      ["`as`", "What is written", "Times"],
      WireForm.allCases.map { ["`\($0.rawValue)`", $0.doc, $0.timeForm.doc] })
  }

  private static var kindsIntroduction: String {
    Markdown.paragraph(
      "A field takes a column or an expression; one that is not given takes the column of its own "
        + "name, if there is one. `traits`, `properties` or `attributes` (they mean the same) choose "
        + "among the other columns: a list of names and patterns, or `{ except: [...] }`; without it "
        + "all go along.")
  }

  private static func section(_ kind: MessageKind) -> String {
    let forms = WireForm.allCases.filter(kind.isSupported)
    var text = Markdown.paragraph(kind.doc) + "\n"
    if kind != .rows, forms.count < WireForm.allCases.count {
      text +=
        Markdown.paragraph(
          "As " + forms.map { "`\($0.rawValue)`" }.joined(separator: ", ") + " only.") + "\n"
    }
    text += Markdown.table(
      ["Field", "Meaning", "Without it"] + (kind == .rows ? [] : forms.map { "`\($0.rawValue)`" }),
      kind.fields.map { field in
        ["`\(field.name)`", field.doc, field.standard.map { "`\($0)`" } ?? ""]
          + forms.map { field.needs[$0]?.doc ?? "refused" }
      })
    return Markdown.section("`\(kind.rawValue)`", level: 3, text)
  }

  private static var rules: String {
    Markdown.paragraph(
      "Each is checked before a row is written. An error rejects the row; a warning is counted. "
        + "`limits` replaces a limit by its code.") + "\n"
      + Markdown.table(
        ["Code", "Rule", "Limit", "Breaking it", "What to do"],
        Rule.all.map { rule in
          [
            "`\(rule.code.rawValue)`", rule.title,
            rule.limit.map { "\($0)" + (rule.unit.map { " \($0.rawValue)" } ?? "") } ?? "",
            severities(rule), rule.cure,
          ]
        })
  }

  private static func severities(_ rule: Rule) -> String {
    [Rule.Severity.error, .warning].compactMap { severity in
      let forms = WireForm.allCases.filter { rule.severities[$0] == severity }
      if forms.isEmpty { return nil }
      return "\(severity.rawValue): " + forms.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private static var events: String {
    Markdown.paragraph(
      "A plain `track` with one of these names is a problem, since Customer.io does more with it than "
        + "to record it; `allow_semantic_events: true` lets it pass.") + "\n"
      + Markdown.table(
        ["Event", "Message kind made for it", "Properties"],
        SemanticEvent.all.filter(\.isActedUpon).map { event in
          [
            "`\(event.name)`",
            MessageKind.allCases.first { $0.semanticEvent == event.name }.map { "`\($0.rawValue)`" }
              ?? "",
            event.properties.map { "`\($0.name)`" }.joined(separator: ", "),
          ]
        })
  }
}

extension MessageField.Need {
  /// As the table of a message kind says it.
  var doc: String {
    switch self {
    case .required: "required"
    case .oneOf: "one of these"
    case .optional: "optional"
    case .ignored: "left out"
    }
  }
}

extension WireForm {
  /// What the form is for, in one sentence.
  var doc: String {
    switch self {
    case .pipelines: "Messages of the Data Pipelines API, one JSON object a line."
    case .track: "Operations of the Track API v2, one JSON object a line."
    case .reverseETL:
      "The flat columns that a Reverse ETL sync reads; NDJSON, or CSV by the file's name."
    case .csvImport: "The CSV file that an import takes."
    }
  }
}

extension WireForm.TimeForm {
  /// An example of a written time.
  var doc: String {
    switch self {
    case .iso8601: "`2025-01-15T10:30:00.123Z`"
    case .snowflake: "`2025-01-15 10:30:00.123`"
    case .unixSeconds: "`1736937000`"
    }
  }
}
