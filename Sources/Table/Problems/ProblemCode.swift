/// Every problem's stable code; a code is never reused for something else.
///
/// The first letters name the floor that finds it: `DOC` the document, `PLN` the plan, `EXP` expressions,
/// `INP` input files, `CSV` and `JSN` their records, `TYP` cells, `STG` stages at work, `MSG` messages and
/// Customer.io's rules, `OUT` outputs, `VAL` whole files under `validate`, `RUN` the run itself.
public enum ProblemCode: String, Sendable, CaseIterable, Hashable {
  // Documents.
  case yamlSyntax = "DOC101"
  case duplicateKey = "DOC102"
  case unknownKey = "DOC103"
  case missingKey = "DOC104"
  case wrongShape = "DOC105"
  case badChoice = "DOC106"
  case unsetVariable = "DOC107"
  case documentUnreadable = "DOC108"
  case badValue = "DOC109"

  // Plans.
  case unknownColumn = "PLN201"
  case unknownStage = "PLN202"
  case unknownInput = "PLN203"
  case nameClash = "PLN204"
  case typeClash = "PLN205"
  case referenceCycle = "PLN206"
  case unknownRecipe = "PLN207"
  case unknownParameter = "PLN208"
  case unknownField = "PLN209"
  case requiredField = "PLN210"
  case reservedEvent = "PLN211"
  case outputClash = "PLN212"
  case headersDisagree = "PLN213"
  case contractBroken = "PLN214"
  case unsupportedMessage = "PLN215"
  case ruleBrokenByPlan = "PLN216"

  // Expressions.
  case expressionSyntax = "EXP301"
  case unknownFunction = "EXP302"
  case wrongArguments = "EXP303"
  case comparesTextWithNumber = "EXP304"

  // Input files.
  case fileMissing = "INP401"
  case fileUnreadable = "INP402"
  case gzipTruncated = "INP403"
  case gzipCorrupt = "INP404"
  case gzipChecksum = "INP405"
  case gzipTrailingGarbage = "INP406"
  case noHeader = "INP407"
  case duplicateHeader = "INP408"
  case emptyGlob = "INP409"
  case badHeader = "INP410"

  // CSV records.
  case csvTooFewFields = "CSV101"
  case csvTooManyFields = "CSV102"
  case csvBadQuote = "CSV103"
  case csvUnclosedQuote = "CSV104"
  case invalidUTF8 = "CSV105"
  case recordTooLong = "CSV106"

  // NDJSON records.
  case jsonSyntax = "JSN101"
  case jsonNotObject = "JSN102"
  case jsonDuplicateKey = "JSN103"
  case jsonTooDeep = "JSN104"

  // Cells.
  case notAnInteger = "TYP501"
  case notADecimal = "TYP502"
  case notADouble = "TYP503"
  case notABoolean = "TYP504"
  case notADate = "TYP505"
  case notATimestamp = "TYP506"
  case notJSON = "TYP507"
  case outOfRange = "TYP508"

  // Stages at work.
  case divisionByZero = "STG601"
  case arithmeticOverflow = "STG602"
  case severalMatches = "STG603"
  case checkFailed = "STG604"

  // Messages and Customer.io's rules; the rules themselves stand in `CustomerIO`.
  case requiredFieldNull = "MSG701"
  case ruleBroken = "MSG702"

  // Outputs.
  case cannotWrite = "OUT801"
  case diskFull = "OUT802"
  case scratchFailed = "OUT803"
  case readerGone = "OUT804"

  // Whole files, as `validate` finds them.
  case duplicateIdentity = "VAL101"
  case clashingIdentity = "VAL102"
  case duplicateMessage = "VAL103"
  case unknownReference = "VAL104"
  case manifestMismatch = "VAL105"
  case notAMessage = "VAL106"

  // The run.
  case badOption = "RUN901"
  case interrupted = "RUN902"
  case rowsRejected = "RUN903"
  case ledgerUnbalanced = "RUN999"
}
