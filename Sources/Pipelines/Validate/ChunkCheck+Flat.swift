import Bytes
import CustomerIO
import Table

// Flat tables: Reverse ETL, CSV imports, and plain ones.
extension ChunkCheck {
  /// A table that no rule of Customer.io holds for: only its columns are looked at.
  mutating func table() {
    let types = subject.declared.types
    for index in schema.fields.indices {
      guard let cells = FieldCells(batch.columns[index]) else { continue }
      profile(cells, index)
      if types.indices.contains(index), types[index] != schema[index].type {
        fit(cells, schema[index].name, types[index])
      }
    }
  }

  /// Tests that the cells of a column have its declared type.
  private mutating func fit(_ cells: FieldCells, _ name: String, _ type: ValueType) {
    var problems: [RowProblem] = []
    _ = subject.dialect.cellTypes.column(
      cells.slices, in: cells.buffer, as: type, named: name, &problems)
    for problem in problems {
      fault(problem.code, problem.row, name, "\(name): \(problem.message)")
    }
  }

  private mutating func profile(_ cells: FieldCells, _ index: Int) {
    let bytes = cells.buffer.bytes
    var profile = columns[index]
    var times: [Slice] = []
    for row in cells.slices.indices {
      switch cells.firsts[row] {
      case 0: profile.nulls += 1
      case 0x22:
        let text = bytes.extracting(cells.slices[row].range)
        if ColumnProfile.mayBeTime(text) {
          times.append(cells.slices[row])
        } else {
          profile.note(text: text)
        }
      case let first: profile.note(json: first)
      }
    }
    profile.note(times: times, in: cells.buffer)
    columns[index] = profile
  }

  mutating func flat() {
    guard let kind = subject.kind, let wire = subject.wire else { return }
    let fields = FlatColumns(schema, kind, wire)
    if subject.container == .ndjson { itemSizes() }
    var known: [String: FieldCells] = [:]
    var semantic: [Int: SemanticEvent] = [:]
    for index in schema.fields.indices {
      guard let cells = FieldCells(batch.columns[index]) else { continue }
      profile(cells, index)
      let name = schema[index].name
      guard let field = fields.byColumn[index] else {
        attribute(cells, name, kind)
        if kind == .identify, name == "email" { known["email"] = cells }
        continue
      }
      known[field.name] = cells
      switch field.shape {
      case .person:
        identifiers(cells, name, .personIdSize)
        if name == "email" { emails(cells, name) }
        if name == "phone" { phones(cells, name) }
      case .anonymous: identifiers(cells, name, .personIdSize)
      case .object: identifiers(cells, name, .objectIdSize)
      case .objectType: objectTypes(cells, name)
      case .eventName: semantic = eventNames(cells, name)
      case .name: names(cells, name)
      case .time: moments(cells, name)
      case .json: objects(cells, name)
      case .message, .deviceToken, .platform: break
      }
    }
    require(kind, wire, known)
    for (row, event) in semantic { actedUpon(event, row, fields) }
    identify(kind, known)
  }

  /// A column that is no field of the message.
  private mutating func attribute(_ cells: FieldCells, _ name: String, _ kind: MessageKind) {
    guard let attributes = kind.attributes else { return }
    if attributes.isLimited {
      let limit = limit(.attributeValueSize)
      for row in cells.slices.indices where cells.slices[row].count > limit {
        let count = cells.slices[row].count
        broke(
          .attributeValueSize, row, name,
          "\(name) has \(count) bytes; Customer.io takes at most \(limit)")
      }
    }
    if attributes == .person, name == "email" { emails(cells, name) }
    if attributes == .person, name == "phone" { phones(cells, name) }
  }

  private mutating func require(
    _ kind: MessageKind, _ wire: WireForm, _ known: [String: FieldCells]
  ) {
    var alternatives: [(name: String, cells: FieldCells?)] = []
    for field in kind.fields {
      switch field.needs[wire] {
      case .required?:
        if field.name == "event", kind.semanticEvent != nil { continue }
        require([(field.name, known[field.name])])
      case .oneOf?: alternatives.append((field.name, known[field.name]))
      case .optional?, .ignored?, nil: break
      }
    }
    if !alternatives.isEmpty { require(alternatives) }
    guard kind == .identify, wire == .reverseETL, let visitor = known["anonymousId"] else { return }
    for row in rows.indices
    where visitor.isFilled(row) && known["userId"]?.isFilled(row) != true {
      broke(
        .anonymousIdentify, row, "anonymousId",
        "there is no userId; Customer.io ignores an identify that has only anonymousId")
    }
  }

  /// A plain event that has, by accident, the name of one that deletes or suppresses.
  private mutating func actedUpon(_ event: SemanticEvent, _ row: Int, _ fields: FlatColumns) {
    guard subject.kind == .track, event.isActedUpon else { return }
    let own = schema.fields.indices.contains {
      fields.byColumn[$0] == nil && event.property(named: schema[$0].name) == nil
        && schema[$0].name != "objectId"
    }
    guard own else { return }
    broke(
      .semanticEventName, row, "event", "\"\(event.name)\" is an event that Customer.io acts upon")
  }

  private mutating func identify(_ kind: MessageKind, _ known: [String: FieldCells]) {
    guard let user = known["userId"] ?? known["groupId"] else { return }
    for row in rows.indices {
      switch kind {
      case .identify:
        guard user.isFilled(row) else { continue }
        write(user, known["email"], row)
      case .track, .page, .screen:
        refer(.person, user, row)
        if let message = known["messageId"] { writeOnce(.message, message, row) }
      case .group:
        guard let object = known["groupId"] else { continue }
        guard let person = known["userId"], person.isFilled(row) else {
          writeOnce(.object, object, row)
          continue
        }
        writeWithMember(object, row)
        refer(.person, person, row)
      case .relationship:
        if let object = known["groupId"] { refer(.object, object, row) }
        if let person = known["userId"] { refer(.person, person, row) }
      default: return
      }
    }
  }

  private mutating func write(_ user: FieldCells, _ email: FieldCells?, _ row: Int) {
    let origin = batch.origins[row]
    let none = IdentityRecords.nobody
    let ids = user.buffer.bytes
    let id = ids.extracting(user.slices[row].range)
    guard let email, isEmailAddress(email.buffer.bytes.extracting(email.slices[row].range)) else {
      identities.add(.person, .written, id, other: none, at: origin)
      return
    }
    let emails = email.buffer.bytes
    let address = emails.extracting(email.slices[row].range)
    let known = (identities.hash(id, .person), identities.hash(address, .person))
    identities.add(.person, .written, id, other: known.1, at: origin)
    identities.add(.person, .addressed, address, other: known.0, at: origin)
  }
}

/// Which columns of a flat table are fields of the message.
struct FlatColumns {
  let byColumn: [Int: MessageField]

  init(_ schema: Schema, _ kind: MessageKind, _ wire: WireForm) {
    var found: [Int: MessageField] = [:]
    for (index, field) in schema.fields.enumerated() {
      if let declared = FlatColumns.field(field.name, index, kind, wire) { found[index] = declared }
    }
    byColumn = found
  }

  /// - Parameter index: an import file's first columns are its fields; the rest are attributes.
  private static func field(
    _ name: String, _ index: Int, _ kind: MessageKind, _ wire: WireForm
  ) -> MessageField? {
    guard wire == .csvImport else {
      if kind.semanticEvent != nil, name == "event" { return MessageKind.track.field(named: name) }
      let known = name == "objectId" ? "groupId" : name
      guard let field = kind.field(named: known), let need = field.needs[wire], need != .ignored
      else { return nil }
      return field
    }
    switch name {
    case "id", "email", "cio_id", "phone":
      let place = kind == .relationship ? 2 : 0
      return kind == .group || index != place ? nil : kind.field(named: "userId")
    case "name": return kind == .track && index == 1 ? kind.field(named: "event") : nil
    case "timestamp": return kind == .track ? kind.field(named: name) : nil
    case "object_id":
      return kind == .group || kind == .relationship ? kind.field(named: "groupId") : nil
    case "object_type_id": return kind == .relationship ? kind.field(named: "objectTypeId") : nil
    default: return nil
    }
  }
}
