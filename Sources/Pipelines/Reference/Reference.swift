import CommandKit
import StageKit
import Stages

/// What Sluice can do, rendered from the declarations that also decode it: pages, JSON Schema, JSON.
public enum Reference {
  /// Where the pages stand in the repository.
  public static let folder = "docs/reference"
  /// What writes them anew.
  public static let command = "swift run sluice-dev docs"

  /// Every page, in order of its path.
  public static var pages: [ReferencePage] {
    let pages =
      [index, inputs, outputs, functions, problems, commandPage, schemaPage] + stagePages
    return pages.sorted { $0.path < $1.path }
  }

  /// Every stage, as the catalog lists them.
  public static var stages: [AnyStage] { Catalog.stages }

  static var commandPage: ReferencePage {
    ReferencePage("command.md", MarkdownReference(.sluice).text)
  }

  static var schemaPage: ReferencePage {
    ReferencePage("pipeline.schema.json", PipelineSchema.json.pretty)
  }

  static var index: ReferencePage {
    ReferencePage(
      "README.md",
      Markdown.page(
        "Reference",
        [
          Markdown.paragraph(
            "These pages are rendered from the code that reads a pipeline, so they say what it does. "
              + "`sluice describe --json` prints the same as data."),
          Markdown.bullets([
            "[The command](command.md): verbs, options, exit codes",
            "[Pipelines and inputs](inputs.md): every key above and under `inputs:`",
            "[Stages](stages/README.md): what is done to rows, with examples",
            "[Functions](functions.md): what expressions can call, with nulls and examples",
            "[Outputs](outputs.md): message kinds, their fields, wire forms, limits",
            "[Problems](problems.md): every code with its meaning",
            "[JSON Schema](pipeline.schema.json) of a pipeline, for editors",
          ]),
        ]))
  }
}
