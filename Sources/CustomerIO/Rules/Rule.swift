/// One rule that Customer.io has for what it takes in, with where it stands and how sure that is.
///
/// The encoder, `validate`, the reference pages and the tests read the one table, ``Rule/all``.
public struct Rule: Sendable, Equatable {
  /// Whether a row that breaks it is held back.
  public enum Severity: String, Sendable, Comparable {
    /// Counted and shown; the row is written.
    case warning
    /// The row is not written.
    case error

    public static func < (left: Severity, right: Severity) -> Bool {
      left == .warning && right == .error
    }
  }

  /// What a limit counts.
  public enum Unit: String, Sendable {
    /// Of UTF-8.
    case bytes
    case attributes
    /// The years of the Gregorian calendar, UTC.
    case year
  }

  /// How well a rule is established; the letters of `docs/decisions/0010-customerio-contradictions.md`.
  public enum Grade: String, Sendable {
    /// A vendor's document or OpenAPI file, read in full.
    case vendor = "V"
    /// A vendor's page of which an excerpt was read.
    case excerpt = "v"
    /// Code written by Customer.io.
    case code = "C"
    /// Somebody else's word.
    case thirdParty = "T"
    /// Concluded from the others.
    case inference = "?"
  }

  public let code: RuleCode
  /// The rule in a few words.
  public let title: String
  /// Where it holds, and what breaking it means there.
  public let severities: [WireForm: Severity]
  /// The largest value that passes.
  public let limit: Int?
  public let unit: Unit?
  /// Where the rule is written.
  public let source: String
  public let grade: Grade
  /// How to mend a row that breaks it.
  public let cure: String

  init(
    _ code: RuleCode, _ title: String, limit: Int? = nil, _ unit: Unit? = nil,
    pipelines: Severity? = nil, track: Severity? = nil, reverseETL: Severity? = nil,
    csvImport: Severity? = nil, source: String, _ grade: Grade, cure: String
  ) {
    self.code = code
    self.title = title
    self.limit = limit
    self.unit = unit
    self.source = source
    self.grade = grade
    self.cure = cure
    var severities: [WireForm: Severity] = [:]
    severities[.pipelines] = pipelines
    severities[.track] = track
    severities[.reverseETL] = reverseETL
    severities[.csvImport] = csvImport
    self.severities = severities
  }

  public static func with(_ code: RuleCode) -> Rule { all[code.index] }
}

/// The stable code of a rule; never used for another one.
public enum RuleCode: String, Sendable, CaseIterable, Hashable {
  case itemSize = "CIO101"
  case batchSize = "CIO102"
  case personIdSize = "CIO103"
  case objectIdSize = "CIO104"
  case attributeNameSize = "CIO105"
  case attributeValueSize = "CIO106"
  case attributeCount = "CIO107"
  case eventNameSize = "CIO108"
  case eventNameBlanks = "CIO109"
  case semanticEventName = "CIO110"
  case nearSemanticEventName = "CIO111"
  case semanticProperty = "CIO112"
  case email = "CIO113"
  case phone = "CIO114"
  case objectType = "CIO115"
  case relationshipShape = "CIO116"
  case timeRange = "CIO117"
  case timeUnit = "CIO118"
  case unreadableTime = "CIO119"
  case nameCharacters = "CIO120"
  case reservedName = "CIO121"
  case computedName = "CIO122"
  case anonymousIdentify = "CIO123"
  case dateLikeText = "CIO124"
  case dateInArray = "CIO125"
  case messageIdShape = "CIO126"
  case platform = "CIO127"
  case identifierShape = "CIO128"
  case deviceAttribute = "CIO129"

  /// Position in ``RuleCode/allCases`` and in ``Rule/all``.
  public var index: Int { RuleCode.positions[self] ?? 0 }

  private static let positions = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
