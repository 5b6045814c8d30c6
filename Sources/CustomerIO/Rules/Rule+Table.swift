// The rules, in the order of their codes. Bytes are those of UTF-8 as it leaves; nothing is counted in characters.
extension Rule {
  private static let trackSpec = "Track API's OpenAPI file"
  private static let pipelinesSpec = "Pipelines API's OpenAPI file"
  private static let reservedPage =
    "https://docs.customer.io/messaging/people/reserved-attributes/"

  /// Every rule, in the order of ``RuleCode/allCases``.
  public static let all: [Rule] = sizes + names + values + messages

  private static let sizes = [
    Rule(
      .itemSize, "A message has at most this many bytes as JSON", limit: 32_768, .bytes,
      pipelines: .error, track: .error, source: pipelinesSpec, .vendor,
      cure: "send fewer or shorter attributes; Customer.io answers 200 and drops what is larger"),
    Rule(
      .batchSize, "A request's messages have at most this many bytes together", limit: 475_000,
      .bytes, pipelines: .error, track: .error, source: pipelinesSpec, .vendor,
      cure: "send fewer messages a request"),
    Rule(
      .personIdSize, "A person's id has at most this many bytes", limit: 150, .bytes,
      pipelines: .error, track: .error, reverseETL: .error, csvImport: .error, source: trackSpec,
      .vendor, cure: "use a shorter id, such as the md5 of the long one"),
    Rule(
      .objectIdSize, "An object's id has at most this many bytes", limit: 150, .bytes,
      pipelines: .error, track: .error, reverseETL: .error, csvImport: .error, source: trackSpec,
      .vendor, cure: "use a shorter id, such as the md5 of the long one"),
    Rule(
      .attributeNameSize, "An attribute's name has at most this many bytes", limit: 150, .bytes,
      pipelines: .error, track: .error, reverseETL: .error, csvImport: .error, source: trackSpec,
      .vendor, cure: "rename the column"),
    Rule(
      .attributeValueSize, "An attribute's value has at most this many bytes", limit: 1000, .bytes,
      pipelines: .warning, track: .error, reverseETL: .warning, csvImport: .warning,
      source: trackSpec, .vendor,
      cure: "shorten it, such as with substr(); what Customer.io does with more is not said"),
    Rule(
      .attributeCount, "A person, object or relationship has at most this many attributes",
      limit: 300, .attributes, pipelines: .warning, track: .error, reverseETL: .warning,
      csvImport: .warning, source: trackSpec, .vendor, cure: "name the traits to send"),
    Rule(
      .eventNameSize, "An event's name has at most this many bytes", limit: 100, .bytes,
      pipelines: .error, track: .error, reverseETL: .error, csvImport: .error, source: trackSpec,
      .vendor, cure: "keep what varies in a property, not in the event's name"),
  ]

  private static let names = [
    Rule(
      .eventNameBlanks, "An event's name neither begins nor ends with a blank",
      pipelines: .warning, track: .warning, reverseETL: .warning, csvImport: .warning,
      source: trackSpec, .vendor, cure: "trim() it; workspaces made after 2021-09-21 do so"),
    Rule(
      .semanticEventName, "A plain event has no name that Customer.io acts upon",
      pipelines: .error, reverseETL: .error, source: pipelinesSpec, .vendor,
      cure: "use the message kind made for it, or `allow_semantic_events: true`"),
    Rule(
      .nearSemanticEventName, "A semantic event is spelled exactly as Customer.io knows it",
      pipelines: .warning, reverseETL: .warning, source: pipelinesSpec, .vendor,
      cure: "write the name with the same letters, case and blanks"),
    Rule(
      .semanticProperty, "A semantic event's properties have the types that its catalog names",
      pipelines: .warning, reverseETL: .warning, source: pipelinesSpec, .vendor,
      cure: "cast the property, or rename it"),
    Rule(
      .email, "An e-mail address has the shape of one (RFC 5322)", pipelines: .error,
      track: .error, reverseETL: .warning, csvImport: .error, source: reservedPage, .excerpt,
      cure: "normalize_email() it, or make it null"),
    Rule(
      .phone, "A phone number is written as E.164: + and up to 15 digits", pipelines: .warning,
      track: .warning, reverseETL: .warning, csvImport: .warning, source: reservedPage, .excerpt,
      cure: "normalize_phone() it"),
  ]

  private static let values = [
    Rule(
      .objectType, "An object's type is a positive integer", pipelines: .error, track: .error,
      reverseETL: .error, csvImport: .error, source: pipelinesSpec, .vendor,
      cure: "give the number that Customer.io shows for the type, such as \"'1'\""),
    Rule(
      .relationshipShape, "relationshipAttributes and context are JSON objects",
      pipelines: .error, track: .error, reverseETL: .error, source: pipelinesSpec, .vendor,
      cure: "build it with the stage `attributes`, or json_object()"),
    Rule(
      .timeRange, "A time lies in the years 1990 to 2099", pipelines: .warning, track: .warning,
      reverseETL: .warning, csvImport: .warning, source: "Sluice", .inference,
      cure: "look at the unit and the zone of the column"),
    Rule(
      .timeUnit, "A time given as a number counts seconds, and lies in the years 0 to 9999",
      limit: 9999, .year, pipelines: .error, track: .error, reverseETL: .error, csvImport: .error,
      source: "https://docs.customer.io/journeys/faq-timestamps/", .excerpt,
      cure: "divide milliseconds by 1000, or type the column as a timestamp"),
    Rule(
      .unreadableTime, "A time is written in one of the forms that Sluice reads",
      pipelines: .error, track: .error, reverseETL: .error, csvImport: .error,
      source: pipelinesSpec, .vendor, cure: "type the column as a timestamp in `types:`"),
    Rule(
      .nameCharacters, "An attribute's name has no blank, hyphen or period",
      pipelines: .warning, track: .warning, reverseETL: .warning, csvImport: .warning,
      source: "https://docs.customer.io/journeys/json-in-segments/", .excerpt,
      cure: "rename the column; a period means a path into JSON in segments and Liquid"),
    Rule(
      .reservedName, "An attribute has no name that means something else to Customer.io",
      pipelines: .error, track: .error, reverseETL: .error, csvImport: .error,
      source: reservedPage, .excerpt, cure: "rename the column, or drop it"),
    Rule(
      .computedName, "An attribute has no name that Customer.io computes itself",
      pipelines: .warning, track: .warning, reverseETL: .warning, csvImport: .warning,
      source: reservedPage, .excerpt, cure: "drop the column"),
  ]

  private static let messages = [
    Rule(
      .anonymousIdentify, "An identify names a person, not only a visitor", pipelines: .warning,
      reverseETL: .warning, source: "\(pipelinesSpec) of September 2026", .vendor,
      cure: "give `userId`; Customer.io ignores an identify that has only `anonymousId`"),
    Rule(
      .dateLikeText, "A text that looks like an ISO date becomes a number of seconds",
      pipelines: .warning, source: "action-destinations, convert_timestamp", .code,
      cure: "type the column as a timestamp if it is one; else change how it is written"),
    Rule(
      .dateInArray, "An ISO date inside an array stays text", pipelines: .warning,
      source: "action-destinations, convert_timestamp", .code,
      cure: "write Unix seconds where segments compare it"),
    Rule(
      .messageIdShape, "An event's id is a ULID", track: .warning, source: trackSpec, .vendor,
      cure: "leave `messageId` out; a ULID is derived from what was given"),
    Rule(
      .platform, "A device's platform is ios or android", pipelines: .error, track: .error,
      source: trackSpec, .vendor, cure: "map the column to ios or android"),
    Rule(
      .identifierShape, "An identifier is a text or a number", pipelines: .error, track: .error,
      reverseETL: .error, csvImport: .error, source: pipelinesSpec, .vendor,
      cure: "take the member of the JSON value that identifies"),
    Rule(
      .deviceAttribute, "A device's attributes are texts", track: .error, source: trackSpec,
      .vendor, cure: "flatten the JSON value, or drop it"),
  ]
}
