// Which columns a flat table has, in their order.
extension FlatShape {
  /// The columns of Customer.io's Reverse ETL: declared fields in the catalog's order, then the attributes.
  static func table(_ layout: MessageLayout) -> [(name: String, entry: Entry)] {
    var columns: [(name: String, entry: Entry)] = []
    let kind = layout.kind
    let isDeletion = kind == .deleteObject || kind == .deleteRelationship
    if kind == .deleteObject {
      columns.append(("anonymousId", .constant("sluice", isNumber: false)))
    }
    for field in kind.fields {
      let given = layout.field(field.name) != nil
      switch field.shape {
      case .time: if given { columns.append((field.name, .time(field.name))) }
      case .json:
        if given {
          columns.append((field.name, .object(field.name)))
        } else if kind == .relationship, field.name == "relationshipAttributes" {
          columns.append((field.name, .gathered))
        }
      case .objectType:
        if isDeletion {
          columns.append(
            (field.name, given ? .number(field.name) : .constant("1", isNumber: true)))
        } else {
          columns.append((field.name, given ? .text(field.name) : .constant("1", isNumber: false)))
        }
      case .object:
        if given { columns.append((isDeletion ? "objectId" : field.name, .text(field.name))) }
      case .person, .anonymous, .eventName, .name, .message, .deviceToken, .platform:
        if given { columns.append((field.name, .text(field.name))) }
      }
    }
    if let event = kind.semanticEvent {
      columns.append(("event", .constant(event, isNumber: false)))
    }
    return columns + attributes(layout)
  }

  /// The columns of a CSV import: the identifier under its own name, then the attributes.
  ///
  /// An object file has no type, since the import's request names it; a relationship file has.
  static func imported(_ layout: MessageLayout) -> [(name: String, entry: Entry)] {
    let identifier = layout.identifier == .auto ? "id" : layout.identifier.rawValue
    var columns: [(name: String, entry: Entry)] = []
    switch layout.kind {
    case .identify: columns.append((identifier, .text("userId")))
    case .track:
      columns.append((identifier, .text("userId")))
      columns.append(("name", .text("event")))
      if layout.field("timestamp") != nil { columns.append(("timestamp", .time("timestamp"))) }
    case .group: columns.append(("object_id", .text("groupId")))
    case .relationship:
      columns.append(
        (
          "object_type_id",
          layout.field("objectTypeId") == nil
            ? .constant("1", isNumber: true) : .text("objectTypeId")
        ))
      columns.append(("object_id", .text("groupId")))
      columns.append((identifier, .text("userId")))
    case .rows, .page, .screen, .alias, .deletePerson, .suppress, .unsuppress, .deleteObject,
      .deleteRelationship, .device, .deleteDevice:
      break
    }
    return columns
      + layout.attributes.indices.map { (layout.attributes[$0].name, .attribute($0)) }
  }

  private static func attributes(_ layout: MessageLayout) -> [(name: String, entry: Entry)] {
    guard let place = layout.kind.attributes, place != .relationship else { return [] }
    return layout.attributes.indices.map { (layout.attributes[$0].name, .attribute($0)) }
  }
}
