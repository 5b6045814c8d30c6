import Bytes
import CustomerIO
import Table

// Operations of the Track API v2.
extension ChunkCheck {
  static let trackFields = [
    "type", "action", "identifiers", "name", "id", "timestamp", "attributes", "cio_relationships",
    "device", "primary", "secondary", ParsedRows.field,
  ]

  /// What an operation is, by its type and action.
  private static let operations: [String: MessageKind] = [
    "person identify": .identify, "person event": .track, "person page": .page,
    "person screen": .screen, "person delete": .deletePerson, "person suppress": .suppress,
    "person unsuppress": .unsuppress, "person add_relationships": .relationship,
    "person delete_relationships": .deleteRelationship, "person add_device": .device,
    "person delete_device": .deleteDevice, "person merge": .alias, "object identify": .group,
    "object identify_anonymous": .group, "object delete": .deleteObject,
    "object add_relationships": .group, "object delete_relationships": .deleteRelationship,
  ]

  mutating func track() {
    guard let type = cells("type"), let action = cells("action"),
      let identifiers = cells("identifiers"), let name = cells("name"), let id = cells("id"),
      let timestamp = cells("timestamp"), let attributes = cells("attributes"),
      let relationships = cells("cio_relationships"), let device = cells("device"),
      let primary = cells("primary"), let secondary = cells("secondary")
    else { return }
    itemSizes()
    moments(timestamp, "timestamp")
    objects(attributes, "attributes")
    let semantic = eventNames(name, "name")
    var known: [Hash128: MessageKind?] = [:]
    let types = hash128(of: type.slices, in: type.buffer)
    let actions = hash128(of: action.slices, in: action.buffer)
    for row in rows.indices {
      let key = Hash128(low: types[row].low ^ actions[row].high, high: types[row].high)
      let kind: MessageKind?
      if let found = known[key] {
        kind = found
      } else {
        kind = ChunkCheck.operations["\(type.shown(row)) \(action.shown(row))"]
        if known.count < 64 { known[key] = .some(kind) }
      }
      guard let kind else {
        fault(
          .notAMessage, row, "action",
          "Track has no action \"\(action.shown(row))\" of the type \"\(type.shown(row))\"")
        continue
      }
      var summary = AttributeSummary()
      if attributes.firsts[row] == 0x7b {
        summary = walk(
          attributes.slices[row].range, row, ChunkCheck.group(kind), kind,
          event: kind == .track ? semantic[row] : nil)
      }
      if kind == .alias {
        _ = person(primary, row, "primary", .alias, summary)
        _ = person(secondary, row, "secondary", .alias, summary)
      } else {
        let isObject = kind == .group || kind == .deleteObject
        if isObject {
          let role: IdentityRecords.Role = relationships.firsts[row] == 0 ? .written : .addressed
          object(identifiers, row, kind == .group ? role : nil)
        } else if !person(identifiers, row, "identifiers", kind, summary) {
          missing(["identifiers"], row)
        }
      }
      if [.track, .page, .screen].contains(kind) {
        if !name.isFilled(row) { missing(["name"], row) }
        messageID(id, row)
      }
      if kind == .device || kind == .deleteDevice {
        self.device(device.object(row), row, .track, needsPlatform: kind == .device)
      }
      if relationships.firsts[row] == 0x5b { related(relationships.slices[row].range, row, kind) }
    }
  }

  private mutating func messageID(_ id: FieldCells, _ row: Int) {
    guard id.isFilled(row) else { return }
    if !isULID(id.buffer.bytes.extracting(id.slices[row].range)) {
      broke(.messageIdShape, row, "id", "id \"\(id.shown(row))\" is no ULID")
    }
    writeOnce(.message, id, row)
  }

  /// Tests the identifiers of a person; false where there are none.
  private mutating func person(
    _ cells: FieldCells, _ row: Int, _ field: String, _ kind: MessageKind,
    _ summary: AttributeSummary
  ) -> Bool {
    guard cells.firsts[row] == 0x7b else { return false }
    return person(cells.slices[row].range, row, field, kind, summary)
  }

  private mutating func person(
    _ object: Range<Int>, _ row: Int, _ field: String, _ kind: MessageKind,
    _ summary: AttributeSummary
  ) -> Bool {
    let buffer = buffer
    let bytes = buffer.bytes
    var cursor = MemberCursor(object)
    var isNamed = false
    while let member = cursor.member(in: bytes) {
      guard member.first != 0x6e else { continue }
      let value = MessageText(buffer, unescaping: ChunkCheck.inner(member))
      guard value.count > 0 else { continue }
      isNamed = true
      let limit = limit(.personIdSize)
      if [0x7b, 0x5b, 0x74, 0x66].contains(member.first) {
        broke(
          .identifierShape, row, field, at: member.value.lowerBound,
          "\(field) is a JSON object, array or truth; expected a text or a number")
      }
      if value.count > limit {
        broke(
          .personIdSize, row, field, at: member.value.lowerBound,
          "\(field) has \(value.count) bytes; Customer.io takes at most \(limit)")
      }
      let isEmail = matches(bytes.extracting(member.key), ChunkCheck.emailKey)
      if isEmail, !value.isEmail {
        broke(
          .email, row, "email", at: member.value.lowerBound,
          "email is \"\(value.shown)\", which is no e-mail address")
      }
      note(value, isEmail: isEmail, row, kind, summary)
    }
    return isNamed
  }

  private static let emailKey = Array("email".utf8)

  private mutating func note(
    _ value: MessageText, isEmail: Bool, _ row: Int, _ kind: MessageKind,
    _ summary: AttributeSummary
  ) {
    switch kind {
    case .identify:
      write(
        AttributedPerson(id: isEmail ? nil : value, email: isEmail ? value : summary.email), row)
    case .track, .page, .screen, .relationship, .group, .device:
      let key = value.buffer.bytes.extracting(value.slice.range)
      identities.add(.person, .referred, key, at: batch.origins[row])
    default: break
    }
  }

  private mutating func object(
    _ cells: FieldCells, _ row: Int, _ role: IdentityRecords.Role?
  ) {
    guard cells.firsts[row] == 0x7b else { return missing(["identifiers"], row) }
    object(cells.slices[row].range, row, role)
  }

  /// Tests the identifiers of an object, and notes what the operation does with it.
  private mutating func object(_ object: Range<Int>, _ row: Int, _ role: IdentityRecords.Role?) {
    let buffer = buffer
    let bytes = buffer.bytes
    var cursor = MemberCursor(object)
    var isNamed = false
    while let member = cursor.member(in: bytes) {
      let value = ChunkCheck.inner(member)
      let key = bytes.extracting(member.key)
      if matches(key, ChunkCheck.typeKey) {
        if isObjectType(bytes.extracting(value)) { continue }
        broke(
          .objectType, row, "object_type_id", at: member.value.lowerBound,
          "object_type_id is no positive integer such as \"1\"")
      } else if matches(key, ChunkCheck.objectKey), value.count > 0, member.first != 0x6e {
        isNamed = true
        let limit = limit(.objectIdSize)
        if value.count > limit {
          broke(
            .objectIdSize, row, "object_id", at: member.value.lowerBound,
            "object_id has \(value.count) bytes; Customer.io takes at most \(limit)")
        }
        if let role {
          identities.add(.object, role, bytes.extracting(value), at: batch.origins[row])
        }
      }
    }
    if !isNamed { missing(["object_id"], row) }
  }

  private static let typeKey = Array("object_type_id".utf8)
  private static let objectKey = Array("object_id".utf8)
  private static let identifiersKey = Array("identifiers".utf8)
  private static let relationshipKey = Array("relationship_attributes".utf8)

  /// A value without the quotes of a string.
  static func inner(_ member: MemberCursor.Member) -> Range<Int> {
    guard member.first == 0x22 else { return member.value }
    return member.value.lowerBound + 1..<member.value.upperBound - 1
  }

  /// The relationships of an operation: objects of a person, or people of an object.
  private mutating func related(_ array: Range<Int>, _ row: Int, _ kind: MessageKind) {
    let buffer = buffer
    let bytes = buffer.bytes
    var list = MemberCursor(array, hasKeys: false)
    while let entry = list.member(in: bytes) {
      guard entry.first == 0x7b else { continue }
      var cursor = MemberCursor(entry.value)
      while let member = cursor.member(in: bytes) {
        let key = bytes.extracting(member.key)
        if matches(key, ChunkCheck.identifiersKey), member.first == 0x7b {
          if kind == .group {
            _ = person(member.value, row, "identifiers", .group, AttributeSummary())
          } else {
            object(member.value, row, kind == .relationship ? .referred : nil)
          }
        } else if matches(key, ChunkCheck.relationshipKey) {
          guard member.first == 0x7b else {
            broke(
              .relationshipShape, row, "relationship_attributes", at: member.value.lowerBound,
              "relationship_attributes is not a JSON object")
            continue
          }
          _ = walk(member.value, row, .relationship, kind)
        }
      }
    }
  }
}
