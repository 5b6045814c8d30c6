import StageKit
import Table

/// The keys of one entry of `inputs:`.
public struct InputOptions: DeclaredOptions {
  var path: [Located<String>]?
  var pipeline: Located<String>?
  var format: InputFormat?
  var compression = Compression.auto
  var dialect = DialectDeclaration()
  var types = OrderedMap<Located<ValueType>>()
  var header = HeaderDeclaration.present
  var badRows = BadRows()
  var columns = ColumnContract.evolve

  public init() {}

  public static let fields: [Field<InputOptions>] = [
    Field(
      "path", \.path,
      "File, glob or list, relative to the pipeline's file; parts are read in byte order of their "
        + "names; `-` is standard input."),
    Field(
      "pipeline", \.pipeline,
      "Instead of `path`: the name of another pipeline, whose emitted rows are read as flat "
        + "columns (`userId`, `timestamp`, …)."),
    Field("format", \.format, "How records are written; by the file's name, else by looking."),
    Field(
      "compression", \.compression,
      "`auto` goes by the file's first bytes, never by its name.", standard: .auto),
    Field(
      "dialect", \.dialect,
      "How the dump writes delimiters, quotes, nulls and truth: a name, or a map that starts from "
        + "a `preset`.", standard: DialectDeclaration()),
    Field(
      "types", \.types,
      "Column or pattern to type; the first match wins. Without one, CSV is text and NDJSON keeps "
        + "its own types."),
    Field(
      "header", \.header, "`true`, or the names of the columns when the file has no header line.",
      standard: .present),
    Field(
      "bad_rows", \.badRows,
      "What becomes of rows that cannot be read: `reject` to the rejects file, or `fail` the run. "
        + "A map says how many to `tolerate` before the run counts as unclean.",
      standard: BadRows()),
    Field(
      "columns", \.columns,
      "`evolve` takes columns as they come, `freeze` refuses new or missing ones against `types` "
        + "or `header`, `require` names those that must be there.", standard: .evolve),
  ]
}
