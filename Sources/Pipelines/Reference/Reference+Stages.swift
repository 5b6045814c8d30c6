import StageKit
import Stages

extension Reference {
  /// One page a stage, and one that lists them by chapter.
  static var stagePages: [ReferencePage] {
    stages.map { ReferencePage("stages/\($0.name).md", page(of: $0)) } + [stageList]
  }

  private static var stageList: ReferencePage {
    let chapters = StageSpec<Dedupe.Options>.Category.allCases.map(\.rawValue)
    return ReferencePage(
      "stages/README.md",
      Markdown.page(
        "Stages",
        [
          Markdown.paragraph("Stages stand under `stages:` and work one after the other.")
        ]
          + chapters.map { chapter in
            let rows = stages.filter { $0.category == chapter }.map {
              ["[`\($0.name)`](\($0.name).md)", $0.summary]
            }
            return rows.isEmpty
              ? "" : Markdown.section(chapter, Markdown.table(["Stage", "What it does"], rows))
          }))
  }

  static func page(of stage: AnyStage) -> String {
    let keys = stage.fields.map { DescribedKey($0) }
    var value = Markdown.keys(keys)
    if stage.isShorthand, let only = keys.first {
      value = Markdown.paragraph("`\(stage.name): …` takes \(only.shape.title): \(only.doc)")
    }
    return Markdown.page(
      "`\(stage.name)`",
      [
        Markdown.paragraph(stage.summary), value, Markdown.bullets(stage.notes),
      ] + stage.examples.map(section))
  }

  private static func section(_ example: Example) -> String {
    var text = Markdown.code("- " + indented(example.stage), "yaml")
    for (input, csv) in example.given {
      let title = input == "rows" ? "Given" : "Given as `\(input)`"
      text += "\n\(title)\n\n" + Markdown.code(csv, "csv")
    }
    text += "\nleaves\n\n" + Markdown.code(example.expect, "csv")
    return Markdown.section("Example: \(example.title)", text)
  }

  /// Lines after the first stand under the stage's name, not under its dash.
  private static func indented(_ stage: String) -> String {
    stage.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
  }
}

extension DescribedKey {
  init(_ field: AnyStage.FieldInfo) {
    self.init(
      field.name, field.doc, field.shape, isRequired: field.isRequired, standard: field.standard)
  }
}
