/// What a code means, for the reference page and `--json`; a code without a text does not compile.
extension ProblemCode {
  /// A few words, as a heading.
  public var title: String { text.title }

  /// One sentence or two: what was found, and what becomes of the row or the run.
  public var explanation: String { text.explanation }

  /// The group of the code by its first letters, as the reference page names it.
  public var group: String {
    switch rawValue.prefix(3) {
    case "DOC": "Pipeline documents"
    case "PLN": "Plans"
    case "EXP": "Expressions"
    case "INP": "Input files"
    case "CSV": "CSV records"
    case "JSN": "NDJSON records"
    case "TYP": "Cells"
    case "STG": "Stages at work"
    case "MSG": "Messages"
    case "OUT": "Outputs"
    case "VAL": "Whole files"
    default: "The run"
    }
  }

  private var text: (title: String, explanation: String) {
    switch self {
    case .yamlSyntax:
      ("Not YAML", "The document cannot be read as YAML. Nothing runs.")
    case .duplicateKey:
      ("Key given twice", "A map has the same key twice, and only one could count. Nothing runs.")
    case .unknownKey:
      (
        "Unknown key",
        "A map has a key that means nothing there, often a misspelling. Nothing runs."
      )
    case .missingKey:
      ("Missing key", "A map lacks a key that it cannot do without. Nothing runs.")
    case .wrongShape:
      ("Wrong shape", "A value is not of the kind that its key takes, such as text for a number.")
    case .badChoice:
      ("Not one of the choices", "A value is none of the words that its key takes.")
    case .unsetVariable:
      ("Variable not set", "`${NAME}` stands in the document and nothing sets it. Nothing runs.")
    case .documentUnreadable:
      ("Document unreadable", "The pipeline's file is missing, may not be read or is not UTF-8.")
    case .badValue:
      ("Value without meaning", "A value has the right shape and still cannot be meant.")

    case .unknownColumn:
      ("Unknown column", "A name is no column at that point of the pipeline. Nothing runs.")
    case .unknownStage:
      ("Unknown stage", "No stage has this name. Nothing runs.")
    case .unknownInput:
      (
        "Unknown input",
        "A name is none of the pipeline's `inputs`, or no pipeline's. Nothing runs."
      )
    case .nameClash:
      ("Two of one name", "Two columns or two pipelines would have the same name. Nothing runs.")
    case .typeClash:
      ("Types do not fit", "An operation got a type that it does not work on. Nothing runs.")
    case .referenceCycle:
      ("Pipelines in a circle", "Pipelines read each other's rows in a circle. Nothing runs.")
    case .unknownRecipe:
      ("Unknown recipe", "No recipe has this name. Nothing runs.")
    case .unknownParameter:
      ("Unknown parameter", "A recipe has no parameter of this name. Nothing runs.")
    case .unknownField:
      ("Unknown field", "The message kind has no field of this name. Nothing runs.")
    case .requiredField:
      (
        "Required field missing",
        "The message kind needs a field that no column fills. Nothing runs."
      )
    case .reservedEvent:
      (
        "Reserved event name",
        "A plain `track` has a name that Customer.io acts on; `allow_semantic_events` lets it pass."
      )
    case .outputClash:
      (
        "Two outputs in one place",
        "Two pipelines of a run would write the same file. Nothing runs."
      )
    case .headersDisagree:
      ("Headers disagree", "The parts of one input do not have the same columns. Nothing runs.")
    case .contractBroken:
      ("Columns break the contract", "An input's columns are not what `columns` promises.")
    case .unsupportedMessage:
      (
        "No such message in this form",
        "The wire form under `as:`, or the kind of file, has no shape for the message kind."
      )
    case .ruleBrokenByPlan:
      (
        "Rule broken by the columns",
        "A name or number of columns breaks a rule of Customer.io, whatever the rows hold."
      )

    case .expressionSyntax:
      ("Not an expression", "The text cannot be read as an expression. Nothing runs.")
    case .unknownFunction:
      ("Unknown function", "No function has this name. Nothing runs.")
    case .wrongArguments:
      ("Wrong arguments", "A function got too many or too few arguments, or of a wrong type.")
    case .comparesTextWithNumber:
      (
        "Text compared with a number",
        "A column is text because no type is declared for it; the hint names the `types:` line to add."
      )

    case .fileMissing:
      ("File missing", "A file that the pipeline names does not exist. Nothing is published.")
    case .fileUnreadable:
      ("File unreadable", "A file cannot be opened or read. Nothing is published.")
    case .gzipTruncated:
      ("Gzip ends early", "A gzip file stops before its end, as after a broken copy.")
    case .gzipCorrupt:
      ("Gzip broken", "Bytes of a gzip file cannot be decompressed. Nothing is published.")
    case .gzipChecksum:
      ("Gzip checksum wrong", "A gzip member's bytes do not have the CRC or length that it states.")
    case .gzipTrailingGarbage:
      ("Bytes after the gzip's end", "Something that is no gzip member follows the last one.")
    case .noHeader:
      ("No header line", "A file is empty, so that its columns have no names.")
    case .duplicateHeader:
      ("Column named twice", "Two columns of a file have the same name. Nothing runs.")
    case .emptyGlob:
      ("No file matches", "A pattern under `path` matches no file. Nothing is published.")
    case .badHeader:
      ("Header broken", "The header line itself cannot be read as a record. Nothing runs.")

    case .csvTooFewFields:
      ("Too few fields", "A record has fewer fields than the header; the row is rejected.")
    case .csvTooManyFields:
      ("Too many fields", "A record has more fields than the header; the row is rejected.")
    case .csvBadQuote:
      ("Text after a closing quote", "A quoted field goes on after its quote; the row is rejected.")
    case .csvUnclosedQuote:
      (
        "Quote never closed",
        "The record that opened the quote is rejected, and reading goes on at the next line."
      )
    case .invalidUTF8:
      ("Not UTF-8", "A record has bytes that are not UTF-8; the row is rejected.")
    case .recordTooLong:
      ("Record too long", "A record is longer than any honest one; the row is rejected.")

    case .jsonSyntax:
      ("Not JSON", "A line is not JSON; the row is rejected.")
    case .jsonNotObject:
      ("Not an object", "A line is JSON and no object, so it has no columns; the row is rejected.")
    case .jsonDuplicateKey:
      ("Key twice in an object", "An object has a key twice; the row is rejected.")
    case .jsonTooDeep:
      ("JSON too deep", "Lists and objects stand too deep in each other; the row is rejected.")

    case .notAnInteger:
      ("Not a whole number", "A cell does not fit its type `integer`; the row is rejected.")
    case .notADecimal:
      ("Not a decimal number", "A cell does not fit its type `decimal`; the row is rejected.")
    case .notADouble:
      ("Not a number", "A cell does not fit its type `double`; the row is rejected.")
    case .notABoolean:
      ("Neither true nor false", "A cell is none of the dialect's words; the row is rejected.")
    case .notADate:
      ("Not a date", "A cell does not fit its type `date`; the row is rejected.")
    case .notATimestamp:
      ("Not a time", "A cell has none of the written forms of a time; the row is rejected.")
    case .notJSON:
      ("Cell is not JSON", "A cell does not fit its type `json`; the row is rejected.")
    case .outOfRange:
      ("Out of range", "A number or a time is too large for its type; the row is rejected.")

    case .divisionByZero:
      ("Division by zero", "An expression divides by 0 in this row; the row is rejected.")
    case .arithmeticOverflow:
      ("Number too large", "An expression's result does not fit its type; the row is rejected.")
    case .severalMatches:
      ("Several matches", "A join with `matches: one` found more than one; the row is rejected.")
    case .checkFailed:
      ("Check failed", "A row breaks a `check` of the pipeline; the row is rejected.")

    case .requiredFieldNull:
      (
        "Required field is null",
        "A message cannot be made without this value; the row is rejected."
      )
    case .ruleBroken:
      (
        "Rule of Customer.io broken",
        "The row's message would be dropped or changed; the rule has a `CIO` code of its own."
      )

    case .cannotWrite:
      ("Cannot write", "An output cannot be written; what stood there before stays as it was.")
    case .diskFull:
      ("Disk full", "The disk has no space for an output; what stood there before stays as it was.")
    case .scratchFailed:
      ("Spill file failed", "A stage could not use its temporary folder. Nothing is published.")
    case .readerGone:
      (
        "Reader gone",
        "Whoever read the output through a pipe, such as `head`, has had enough. The command ends without a word."
      )

    case .duplicateIdentity:
      ("Written twice", "A person or an object is written more than once; the last one counts.")
    case .clashingIdentity:
      (
        "Identities clash",
        "One e-mail stands with several ids, or one id with several e-mails: two people would be mixed."
      )
    case .duplicateMessage:
      ("Event twice", "Two messages have one `messageId`; Customer.io keeps only one of them.")
    case .unknownReference:
      (
        "Refers to nobody",
        "A person or an object is referred to and is in none of the files that were given."
      )
    case .manifestMismatch:
      (
        "Not what the manifest says",
        "A finished output has other bytes or rows than its manifest: changed or cut off since."
      )
    case .notAMessage:
      ("No such message", "A record has none of the types that its interface takes in.")

    case .badOption:
      ("Option not understood", "An option of the command has no meaning. Nothing runs.")
    case .interrupted:
      ("Interrupted", "The run was stopped by a signal. Nothing is published.")
    case .rowsRejected:
      ("Rows rejected", "The run finished, and more rows were rejected than are tolerated.")
    case .ledgerUnbalanced:
      (
        "Ledger does not balance",
        "Rows came in that are neither out nor accounted for: a defect of Sluice. Please report it."
      )
    }
  }
}
