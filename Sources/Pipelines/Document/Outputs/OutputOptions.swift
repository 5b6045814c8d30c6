import StageKit
import Table

/// The keys of `output:` beside the message kind.
public struct OutputOptions: DeclaredOptions {
  var wireForm: Located<WireForm>?
  var file: Located<String>?
  var nulls = NullPolicy.omit
  var split: Split?
  var allowsSemanticEvents = false

  public init() {}

  public static let fields: [Field<OutputOptions>] = [
    Field(
      "as", \.wireForm, "The wire form; `pipelines` unless said, and none for `rows`."),
    Field(
      "file", \.file,
      "Where it goes, relative to the pipeline's file; `.gz` compresses, `.csv` writes CSV where "
        + "the form can be CSV, `-` is standard output.", required: true),
    Field(
      "nulls", \.nulls,
      "What a null trait becomes: left out, or sent as null, which clears the attribute.",
      standard: .omit),
    Field("split", \.split, "Starts a new file after so many rows or bytes."),
    Field(
      "allow_semantic_events", \.allowsSemanticEvents,
      "Lets a plain `track` carry a name that Customer.io acts on, such as `User Deleted`.",
      standard: false),
  ]
}
