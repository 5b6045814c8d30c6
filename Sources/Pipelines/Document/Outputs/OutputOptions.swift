import CustomerIO
import StageKit
import Table

/// The keys of `output:` beside the message kind.
public struct OutputOptions: DeclaredOptions {
  var wireForm: Located<WireForm>?
  var file: Located<String>?
  var nulls = MessageLayout.Nulls.omit
  var allowsSemanticEvents = false
  var identifier = MessageLayout.Identifier.auto
  var objectTypeKey = MessageLayout.ObjectTypeKey.camelCase
  var limits = LimitOverrides()

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
    Field(
      "allow_semantic_events", \.allowsSemanticEvents,
      "Lets a plain `track` carry a name that Customer.io acts on, such as `User Deleted`.",
      standard: false),
    Field(
      "identifier", \.identifier,
      "What a `userId` is, where the wire form says so; `auto` goes by its shape.",
      standard: .auto),
    Field(
      "object_type_key", \.objectTypeKey,
      "How a Data Pipelines `group` names its object type; Customer.io's documents have both.",
      standard: .camelCase),
    Field(
      "limits", \.limits,
      "Other limits than Customer.io's, by the code of the rule, such as `{ CIO101: 65536 }`."),
  ]
}
