import CustomerIO
import Table

/// What a finding is about: a rule of Customer.io, or a fault of the file itself.
public enum FindingCode: Sendable, Hashable {
  case rule(RuleCode)
  case problem(ProblemCode)

  /// Every code, rules first; the order of reports where counts are equal.
  public static let all = RuleCode.allCases.map(rule) + ProblemCode.allCases.map(problem)

  /// Position in ``all``.
  var index: Int {
    switch self {
    case .rule(let code): code.index
    case .problem(let code): RuleCode.allCases.count + (FindingCode.positions[code] ?? 0)
    }
  }

  private static let positions = Dictionary(
    uniqueKeysWithValues: ProblemCode.allCases.enumerated().map { ($1, $0) })

  /// As it stands in reports: `CIO101`, `CSV104`.
  public var text: String {
    switch self {
    case .rule(let code): code.rawValue
    case .problem(let code): code.rawValue
    }
  }

  /// The rule or the fault in a few words.
  public var title: String {
    switch self {
    case .rule(let code): Rule.with(code).title
    case .problem(let code): code.title
    }
  }

  /// How to mend it, in one sentence without a full stop.
  public var cure: String {
    switch self {
    case .rule(let code): Rule.with(code).cure
    case .problem(let code): FindingCode.cure(code)
    }
  }

  private static func cure(_ code: ProblemCode) -> String {
    switch code {
    case .csvTooFewFields, .csvTooManyFields:
      "look for a delimiter or a line break in a field that has no quotes"
    case .csvBadQuote, .csvUnclosedQuote:
      "double the quotes inside a field, or name the dialect with --dialect"
    case .invalidUTF8: "export the file as UTF-8"
    case .recordTooLong: "look for a quote that is never closed, or a line end that is missing"
    case .jsonSyntax, .jsonNotObject: "write one JSON object a line"
    case .jsonDuplicateKey: "keep one of the two; readers disagree on which one counts"
    case .jsonTooDeep: "flatten the value"
    case .requiredFieldNull: "fill the field, or leave the row out with a `filter`"
    case .duplicateIdentity: "keep one row each with the stage `dedupe`"
    case .clashingIdentity: "find out which of the two is right; Customer.io would mix two people"
    case .duplicateMessage: "drop the repeat with `dedupe`, or leave `messageId` out"
    case .unknownReference: "upload the people and objects first, or give their files here too"
    case .manifestMismatch: "run the pipeline again, or copy the file again"
    case .notAMessage: "say what the file is with --as and --for"
    case .notAnInteger, .notADecimal, .notADouble, .notABoolean, .notADate, .notATimestamp,
      .notJSON:
      "mend the column in the export, or change its type or the dialect in the pipeline"
    case .contractBroken: "export what the input's `columns:` promises, or change the promise"
    case .unknownColumn: "export the column, or take its entry out of `types:`"
    case .headersDisagree: "export all parts of an input with the same columns"
    default: code.explanation
    }
  }
}
