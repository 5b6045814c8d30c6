// The fields of every message kind, in the order of the flat table's columns.
// Sources: the Pipelines and Track OpenAPI files; for the flat table the columns of Customer.io's Reverse ETL.
extension MessageKind {
  /// The declared fields, in the order in which the flat forms write them.
  public var fields: [MessageField] { MessageKind.catalog[self] ?? [] }

  /// Declared once: a batch asks for the fields more than once.
  private static let catalog = Dictionary(
    uniqueKeysWithValues: allCases.map { kind in
      (kind, kind.declared.map { $0.restricted(to: WireForm.allCases.filter(kind.isSupported)) })
    })

  private var declared: [MessageField] {
    switch self {
    case .identify:
      [
        Fields.user(), Fields.anonymous(track: .optional), Fields.time(), Fields.untracked,
        Fields.context,
      ]
    case .track:
      [
        Fields.user(), Fields.anonymous(track: .ignored), Fields.time(csv: .optional), Fields.event,
        Fields.message, Fields.context,
      ]
    case .page, .screen:
      [
        Fields.user(csv: nil), Fields.anonymous(track: .ignored, csv: nil), Fields.time(csv: nil),
        Fields.name, Fields.message, Fields.context,
      ]
    case .group:
      [
        Fields.object, Fields.objectType, Fields.member, Fields.anonymousMember, Fields.untimed,
        Fields.relationshipAttributes, Fields.untracked, Fields.context,
      ]
    case .relationship:
      [
        Fields.object, Fields.relatedType, Fields.relative, Fields.anonymousRelative,
        Fields.untimed,
        Fields.relationshipAttributes, Fields.untracked, Fields.context,
      ]
    case .alias: [Fields.kept, Fields.previous, Fields.untimed, Fields.untracked]
    case .deletePerson, .suppress, .unsuppress: [Fields.subject, Fields.untimed, Fields.untracked]
    case .deleteObject: [Fields.object, Fields.relatedType, Fields.untimed, Fields.untracked]
    case .deleteRelationship:
      [Fields.subject, Fields.object, Fields.relatedType, Fields.untimed, Fields.untracked]
    case .device:
      [
        Fields.subject, Fields.token, Fields.platform, Fields.lastUsed, Fields.untimed,
        Fields.untracked,
      ]
    case .deleteDevice:
      [Fields.subject, Fields.token, Fields.platformIfKnown, Fields.untimed, Fields.untracked]
    case .rows: []
    }
  }
}

private enum Fields {
  static func user(csv: MessageField.Need? = .required) -> MessageField {
    MessageField(
      "userId", .person, "What the person is known by: an id, an e-mail address or a `cio_` id.",
      pipelines: .oneOf, track: .required, reverseETL: .oneOf, csvImport: csv)
  }

  static func anonymous(
    track: MessageField.Need, csv: MessageField.Need? = .ignored
  ) -> MessageField {
    MessageField(
      "anonymousId", .anonymous, "What the visitor was known by before they had a `userId`.",
      pipelines: .oneOf, track: track, reverseETL: .oneOf, csvImport: csv)
  }

  static func time(csv: MessageField.Need? = .ignored) -> MessageField {
    MessageField(
      "timestamp", .time, "When it happened; without it, when Customer.io receives it.",
      pipelines: .optional, track: .optional, reverseETL: .optional, csvImport: csv)
  }

  /// Where Track has no time.
  static let untimed = MessageField(
    "timestamp", .time, "When it happened; without it, when Customer.io receives it.",
    pipelines: .optional, track: .ignored, reverseETL: .optional, csvImport: .ignored)

  static let message = MessageField(
    "messageId", .message,
    "An identifier of the message; without it a ULID of its time and content.",
    pipelines: .optional, track: .optional, reverseETL: .optional, csvImport: .ignored)

  /// Where Track has no identifier of the operation.
  static let untracked = MessageField(
    "messageId", .message,
    "An identifier of the message; without it a ULID of its time and content.",
    pipelines: .optional, track: .ignored, reverseETL: .optional, csvImport: .ignored)

  static let context = MessageField(
    "context", .json, "Circumstances such as `ip`, `locale` or `campaign`, as a JSON object.",
    pipelines: .optional, track: .ignored, reverseETL: .ignored, csvImport: .ignored)

  static let event = MessageField(
    "event", .eventName, "The event's name, at most 100 bytes.",
    pipelines: .required, track: .required, reverseETL: .required, csvImport: .required)

  static let name = MessageField(
    "name", .name, "The name of the page or screen.",
    pipelines: .optional, track: .required, reverseETL: .optional)

  static let object = MessageField(
    "groupId", .object, "What the object is known by, within its type.",
    pipelines: .required, track: .required, reverseETL: .required, csvImport: .required)

  static let objectType = MessageField(
    "objectTypeId", .objectType, "The number that Customer.io gave the type of object.",
    standard: "1", pipelines: .optional, track: .optional, reverseETL: .optional,
    csvImport: .ignored)

  static let relatedType = MessageField(
    "objectTypeId", .objectType, "The number that Customer.io gave the type of object.",
    standard: "1", pipelines: .optional, track: .optional, reverseETL: .optional,
    csvImport: .optional)

  static let member = MessageField(
    "userId", .person,
    "The person who belongs to the object; without one only the object is written.",
    pipelines: .optional, track: .optional, reverseETL: .optional, csvImport: .ignored)

  static let anonymousMember = MessageField(
    "anonymousId", .anonymous, "The visitor who belongs to the object.",
    pipelines: .optional, track: .optional, reverseETL: .optional, csvImport: .ignored)

  static let relative = MessageField(
    "userId", .person, "The person who belongs to the object.",
    pipelines: .oneOf, track: .required, reverseETL: .required, csvImport: .required)

  static let anonymousRelative = MessageField(
    "anonymousId", .anonymous, "The visitor who belongs to the object.",
    pipelines: .oneOf, track: .ignored, reverseETL: .optional, csvImport: .ignored)

  static let relationshipAttributes = MessageField(
    "relationshipAttributes", .json, "What the relationship is like, as a JSON object.",
    pipelines: .optional, track: .optional, reverseETL: .optional)

  static let kept = MessageField(
    "userId", .person, "The person who is kept and inherits what the other has.",
    pipelines: .required, track: .required, reverseETL: .required)

  static let previous = MessageField(
    "previousId", .person, "The person or visitor who is merged into `userId` and deleted.",
    pipelines: .required, track: .required, reverseETL: .required)

  static let subject = MessageField(
    "userId", .person, "What the person is known by: an id, an e-mail address or a `cio_` id.",
    pipelines: .required, track: .required, reverseETL: .required)

  static let token = MessageField(
    "token", .deviceToken, "The token that push messages are sent to.",
    pipelines: .required, track: .required)

  static let platform = MessageField(
    "platform", .platform, "`ios` or `android`.", pipelines: .optional, track: .required)

  static let platformIfKnown = MessageField(
    "platform", .platform, "`ios` or `android`.", pipelines: .optional, track: .ignored)

  static let lastUsed = MessageField(
    "lastUsed", .time, "When the device was last used.", pipelines: .ignored, track: .optional)
}
