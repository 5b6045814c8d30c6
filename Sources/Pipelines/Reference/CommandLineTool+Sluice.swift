import CommandKit

extension CommandLineTool {
  /// The version of both commands.
  public static let sluiceVersion = "0.1.0"

  /// `sluice` as data: parsing, help, completions, man page and the reference page read this value.
  public static let sluice = CommandLineTool(
    "sluice", version: sluiceVersion,
    summary: "Turns warehouse dumps into what Customer.io takes in, by pipelines that say how.",
    discussion: """
      A pipeline is one YAML file: inputs, stages, output. Mistakes in it are all reported before a \
      byte is read. Outputs appear whole under their name or not at all; every row that was read is \
      accounted for.
      """,
    globalOptions: [
      .help, .version, .flag("quiet", short: "q", "Print nothing but problems."),
    ],
    commands: [
      run, plan, preview, validate, describe, .help,
      .completions(examples: [
        CommandExample(
          "sluice completions bash > ~/.local/share/bash-completion/completions/sluice",
          "Complete verbs, options and files in bash")
      ]), .version,
    ],
    examples: [
      CommandExample("sluice run pipelines/", "Run every pipeline of a folder, in order"),
      CommandExample("sluice plan pipelines/customer_io_persons.yaml", "See what a run would do"),
    ])

  private static let pipelines = Argument(
    .file("PIPELINE", extensions: ["yaml", "yml"]), .some,
    "Pipeline files, or folders whose pipelines are taken.")

  private static let set = Option.repeating(
    "set", .assignment(), "Set a variable of the pipeline: `${NAME}`.")

  private static let memory = Option.single(
    "memory", .byteCount(),
    "Memory that stages such as dedupe, join and sort may hold before they go on in temporary files.",
    default: "256MiB")

  private static let json = Option.flag("json", "Print JSON, for other programs.")

  private static let run = Command(
    "run", summary: "Read, transform and write: run pipelines.",
    discussion: """
      Pipelines run in the order that their references ask for, and where they leave it open: people, \
      objects, relationships, events. Rows that cannot go on are written to `<output>.rejects.ndjson`, \
      and `<output>.manifest.json` says what the output was made of.
      """,
    arguments: [pipelines],
    options: [
      set,
      .single("limit", .count(), "Use only the first N rows of the input that flows."),
      memory,
      .single("jobs", short: "j", .count(), "Threads to work with; as many as there are cores."),
      .single(
        "tmp", .directory(), "The folder for temporary files; `$TMPDIR` or `/tmp` unless said."),
      .flag("dry-run", short: "n", "Do everything but publish the outputs."),
      .flag("profile", "Print the rows, bytes, seconds and memory of each step of the run."),
      .single("report", .file(extensions: ["json"]), "Write the run's ledger as JSON to a file."),
      json,
    ],
    examples: [
      CommandExample("sluice run pipelines/customer_io_persons.yaml", "Run one pipeline"),
      CommandExample(
        "sluice run pipelines/ --report run.json", "Run a folder, with a report for monitoring"),
      CommandExample(
        "sluice run people.yaml --set DAY=2025-01-31 --dry-run", "Try a run, publish nothing"),
    ],
    exitCodes: [.clean, .rowsRejected, .usage, .input, .internalError, .interrupted, .terminated])

  private static let plan = Command(
    "plan", summary: "Print the resolved plan: stages, columns, types and memory.",
    discussion: "Only the first bytes of each input are read, for its columns.",
    arguments: [pipelines],
    options: [set, memory, json, .flag("graph", "Print a Mermaid graph of pipelines and stages.")],
    examples: [
      CommandExample("sluice plan pipelines/", "Check every pipeline of a folder"),
      CommandExample("sluice plan pipelines/ --graph", "Draw how they hang together"),
    ],
    exitCodes: [.clean, .usage, .input, .internalError])

  private static let preview = Command(
    "preview", summary: "Print the first rows after each stage, as tables.",
    arguments: [
      Argument(.file("PIPELINE", extensions: ["yaml", "yml"]), .one, "The pipeline file.")
    ],
    options: [
      set, .single("rows", .count(), "How many rows to show after each stage.", default: "5"),
      .single(
        "limit", .count(), "Use only the first N rows of the input that flows.", default: "1000"),
      json,
    ],
    examples: [
      CommandExample(
        "sluice preview pipelines/customer_io_persons.yaml --rows 3", "See rows change")
    ],
    exitCodes: [.clean, .usage, .input, .internalError])

  private static let validate = Command(
    "validate", summary: "Find what is wrong with files before they are uploaded.",
    discussion: """
      Reads dumps and finished outputs, CSV or NDJSON, gzipped or not, and says everything that is \
      wrong with them: structure, Customer.io's rules, and what only whole files tell, such as two \
      people of one e-mail address. What a file is, is found out from its first bytes unless said.
      """,
    arguments: [
      Argument(
        .file("FILE"), .any,
        "Files, globs in quotes, or `-` for stdin; with `--pipeline` none stands for all that it reads."
      )
    ],
    options: [
      .single(
        "pipeline", .file("PIPELINE", extensions: ["yaml", "yml"]),
        "Take the files for inputs or the output of this pipeline: its dialects, types and contracts hold."
      ),
      set,
      .single(
        "as", .choice(ValidateSettings.kindWords, "KIND"),
        "What the rows are; `rows` is a plain table, which no rule of Customer.io holds for."),
      .single(
        "for", .choice(ValidateSettings.wireWords, "WIRE"), "The interface that will take them in."
      ),
      .single(
        "dialect", .choice(ValidateSettings.dialectWords, "DIALECT"), "How CSV is written."),
      .single(
        "fail-on", .choice(["error", "warning"]), "What makes the exit code 1.", default: "error"),
      .single(
        "max-findings", .count(), "Print at most N findings; all are counted.", default: "100"),
      .single(
        "split", .directory(),
        "Write rows to `valid/` and `invalid/` there, and every finding to `findings.ndjson`."),
      .single(
        "html", .file(extensions: ["html"]), "Write one page to read in a browser to a file."),
      json, .flag("sarif", "Print SARIF 2.1.0, for code hosts and editors."),
      memory,
      .single("jobs", short: "j", .count(), "Threads to work with; as many as there are cores."),
      .single(
        "tmp", .directory(), "The folder for temporary files; `$TMPDIR` or `/tmp` unless said."),
    ],
    examples: [
      CommandExample("sluice validate out/*.ndjson.gz", "Check outputs before they are uploaded"),
      CommandExample(
        "sluice validate people.csv --as identify --for csv_import --html people.html",
        "Check an import file, with a page to pass on"),
      CommandExample(
        "sluice validate --pipeline pipelines/customer_io_persons.yaml",
        "Check the dumps that a pipeline is going to read"),
      CommandExample(
        "zcat dump.csv.gz | sluice validate - --dialect snowflake --json", "Check a dump in a pipe"),
    ],
    exitCodes: [.clean, .rowsRejected, .usage, .input, .internalError, .interrupted, .terminated])

  private static let describe = Command(
    "describe",
    summary: "Print what Sluice knows of itself: verbs, stages, functions, outputs, codes.",
    discussion: "With a NAME, the reference of that stage, function or code.",
    arguments: [
      Argument(
        .text("NAME"), .optional,
        "A stage such as `dedupe`, a function such as `substr`, or a code such as `CSV104`.")
    ],
    options: [
      json, .flag("schema", "Print the JSON Schema of a pipeline, for editors."),
      .flag("man", "Print the man page."),
    ],
    examples: [
      CommandExample("sluice describe dedupe", "Read about a stage"),
      CommandExample(
        "sluice describe --schema > pipeline.schema.json", "Let an editor check pipelines"),
    ])
}
