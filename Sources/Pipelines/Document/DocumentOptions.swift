import StageKit
import Table

/// The keys of a pipeline document.
public struct DocumentOptions: DeclaredOptions {
  var name: Located<String>?
  var description: String?
  var vars = OrderedMap<String>()
  var inputs: AnyNode?
  var from: Located<String>?
  var stages: [StageDeclaration] = []
  var output: AnyNode?
  var tests: [TestDeclaration] = []

  public init() {}

  public static let fields: [Field<DocumentOptions>] = [
    Field(
      "name", \.name,
      "What other pipelines call it; the file's name without its ending unless said."),
    Field("description", \.description, "What it is for, in a sentence or two."),
    Field(
      "vars", \.vars,
      "Values for `${NAME}`; `--set NAME=value` wins over them, they win over the environment."),
    Field(
      "inputs", \.inputs,
      "Where rows come from, by name; the first flows through the stages unless `from` says another.",
      required: true, shape: .map(.named("input"))),
    Field("from", \.from, "The input that flows through the stages."),
    Field(
      "stages", \.stages, "What is done to the rows, in this order.",
      shape: .list(.named("stage"))),
    Field(
      "output", \.output, "What rows become, and where they go.", required: true,
      shape: .named("output")),
    Field(
      "tests", \.tests, "Examples: rows for the inputs, and the messages that come of them.",
      shape: .list(.named("test"))),
  ]
}
