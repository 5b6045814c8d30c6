import Bytes
import CustomerIO
import Table

// Messages of the Data Pipelines API.
extension ChunkCheck {
  static let pipelinesFields = [
    "type", "userId", "anonymousId", "previousId", "groupId", "event", "name", "timestamp",
    "messageId", "context", "traits", "properties", ParsedRows.field,
  ]

  /// The most frequent first.
  private static let pipelinesTypes: [(kind: MessageKind, bytes: [UInt8])] = [
    .track, .identify, .group, .page, .screen, .alias,
  ].map { (kind: MessageKind) in (kind, Array(kind.rawValue.utf8)) }

  mutating func pipelines() {
    guard let type = cells("type"), let user = cells("userId"), let visitor = cells("anonymousId"),
      let previous = cells("previousId"), let group = cells("groupId"), let event = cells("event"),
      let name = cells("name"), let timestamp = cells("timestamp"),
      let message = cells("messageId"), let context = cells("context"),
      let traits = cells("traits"), let properties = cells("properties")
    else { return }
    itemSizes()
    identifiers(user, "userId", .personIdSize)
    identifiers(visitor, "anonymousId", .personIdSize)
    identifiers(previous, "previousId", .personIdSize)
    identifiers(group, "groupId", .objectIdSize)
    names(name, "name")
    moments(timestamp, "timestamp")
    objects(context, "context")
    objects(traits, "traits")
    objects(properties, "properties")
    let semantic = eventNames(event, "event")
    var known: (row: Int, kind: MessageKind)?
    for row in rows.indices {
      let kind: MessageKind
      if let last = known, type.isSame(last.row, row) {
        kind = last.kind
      } else {
        guard let found = pipelinesKind(type, row) else { continue }
        known = (row, found)
        kind = found
      }
      let hasUser = user.isFilled(row)
      switch kind {
      case .identify, .track, .page, .screen:
        if !hasUser, !visitor.isFilled(row) { missing(["userId", "anonymousId"], row) }
      case .alias:
        if !hasUser { missing(["userId"], row) }
        if !previous.isFilled(row) { missing(["previousId"], row) }
      case .group: if !group.isFilled(row) { missing(["groupId"], row) }
      default: break
      }
      if kind == .identify, !hasUser, visitor.isFilled(row) {
        broke(
          .anonymousIdentify, row, "anonymousId",
          "there is no userId; Customer.io ignores an identify that has only anonymousId")
      }
      if kind == .track, !event.isFilled(row) { missing(["event"], row) }
      let body = kind == .identify || kind == .group ? traits : properties
      var summary = AttributeSummary()
      if body.firsts[row] == 0x7b {
        let event = kind == .track ? semantic[row] : nil
        summary = walk(
          body.slices[row].range, row, ChunkCheck.group(kind), kind, event: event)
        if let event { actedUpon(event, row, summary) }
      }
      if kind == .track, semantic[row]?.family == .devices { deviceEvent(context, row) }
      identify(kind, row, user, group, message, summary)
    }
  }

  /// Tests that each message is small enough to be taken in.
  mutating func itemSizes() {
    let limit = limit(.itemSize)
    for row in rows.indices where rows[row].count > limit {
      let count = rows[row].count
      broke(
        .itemSize, row, nil,
        "the message has \(count) bytes; Customer.io drops more than \(limit)")
    }
  }

  private mutating func pipelinesKind(_ type: FieldCells, _ row: Int) -> MessageKind? {
    let text = type.buffer.bytes.extracting(type.slices[row].range)
    for word in ChunkCheck.pipelinesTypes where matches(text, word.bytes) { return word.kind }
    let found = type.firsts[row] == 0 ? "missing" : "\"\(type.shown(row))\""
    fault(
      .notAMessage, row, "type",
      "type is \(found); expected one of identify, track, page, screen, group, alias")
    return nil
  }

  func matches(_ text: Span<UInt8>, _ word: [UInt8]) -> Bool {
    guard text.count == word.count else { return false }
    for index in word.indices where text[index] != word[index] { return false }
    return true
  }

  static func group(_ kind: MessageKind) -> AttributeMemory.Group {
    switch kind.attributes {
    case .person?: .person
    case .object?: .object
    case .relationship?: .relationship
    case .device?: .device
    case .event?, .column?, nil: .event
    }
  }

  /// A plain event that has, by accident, the name of one that deletes or suppresses.
  ///
  /// What Sluice writes for those has only the properties that belong to them.
  private mutating func actedUpon(_ event: SemanticEvent, _ row: Int, _ summary: AttributeSummary) {
    guard event.isActedUpon, event.family != .devices, event.family != .reports else { return }
    let own = attributes[AttributeMemory.Group.event.rawValue].known.contains {
      $0.lastRow == row && event.property(named: $0.name) == nil
    }
    guard own else { return }
    broke(
      .semanticEventName, row, "event",
      "\"\(event.name)\" is an event that Customer.io acts upon")
  }

  private mutating func identify(
    _ kind: MessageKind, _ row: Int, _ user: FieldCells, _ group: FieldCells,
    _ message: FieldCells, _ summary: AttributeSummary
  ) {
    let id = user.isFilled(row) ? MessageText(user.buffer, user.slices[row]) : nil
    switch kind {
    case .identify: write(AttributedPerson(id: id, email: summary.email), row)
    case .track, .page, .screen:
      refer(.person, user, row)
      if message.isFilled(row) { writeOnce(.message, message, row) }
    case .group:
      refer(.person, user, row)
      if !user.isFilled(row) {
        writeOnce(.object, group, row)
      } else if summary.ownNames > 0 {
        writeWithMember(group, row)
      } else {
        refer(.object, group, row)
      }
    default: break
    }
  }
}
