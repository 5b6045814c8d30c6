import Bytes
import Table

/// Operations of the Track API v2.
///
/// ```
/// {"type":"person","action":"event","identifiers":{"id":"u"},"name":"Signed Up","id":"01J…","timestamp":1736937000,
///  "attributes":{…}}
/// ```
/// Times are whole Unix seconds, also those of attributes. A person has exactly one identifier.
struct TrackShape: MessageShape {
  private let layout: MessageLayout
  private let attributes: AttributeMembers

  init(_ layout: MessageLayout) {
    self.layout = layout
    attributes = AttributeMembers(layout, style: layout.kind == .device ? .jsonText : .json)
  }

  func fill(_ template: inout RowTemplate, _ cells: MessageCells) {
    let isObject = layout.kind == .group || layout.kind == .deleteObject
    template.literal(
      Array("{\"type\":\"\(isObject ? "object" : "person")\",\"action\":\"\(action)\"".utf8))
    switch layout.kind {
    case .group, .deleteObject:
      template.open(JSONKey.lead("identifiers"))
      objectIdentifiers(&template, cells)
      template.close()
    case .alias:
      person("userId", key: "primary", &template, cells)
      person("previousId", key: "secondary", &template, cells)
    case .identify, .track, .page, .screen, .relationship, .deletePerson, .suppress, .unsuppress,
      .deleteRelationship, .device, .deleteDevice, .rows:
      person("userId", key: "identifiers", &template, cells)
    }
    body(&template, cells)
    template.literal([0x7d, 0x0a])
  }

  private var action: String {
    switch layout.kind {
    case .identify: "identify"
    case .track: "event"
    case .page: "page"
    case .screen: "screen"
    case .group:
      layout.field("anonymousId") != nil && layout.field("userId") == nil
        ? "identify_anonymous" : "identify"
    case .relationship: "add_relationships"
    case .alias: "merge"
    case .deletePerson, .deleteObject: "delete"
    case .suppress: "suppress"
    case .unsuppress: "unsuppress"
    case .deleteRelationship: "delete_relationships"
    case .device: "add_device"
    case .deleteDevice: "delete_device"
    case .rows: "rows"
    }
  }

  private func body(_ template: inout RowTemplate, _ cells: MessageCells) {
    switch layout.kind {
    case .identify:
      template.time("timestamp", cells, form: .unixSeconds)
      template.open(JSONKey.lead("attributes"))
      template.text("anonymousId", as: "anonymous_id", cells)
      attributes.add(to: &template, cells.batch)
      template.close()
    case .track, .page, .screen:
      template.text("event", as: "name", cells)
      template.text("name", cells)
      if cells.texts["messageId"] != nil {
        template.text("messageId", as: "id", cells)
      } else {
        template.identifier(JSONKey.lead("id"))
      }
      template.time("timestamp", cells, form: .unixSeconds)
      template.open(JSONKey.lead("attributes"))
      attributes.add(to: &template, cells.batch)
      template.close()
    case .group:
      template.open(JSONKey.lead("attributes"))
      attributes.add(to: &template, cells.batch)
      template.close()
      members(&template, cells)
    case .relationship, .deleteRelationship:
      template.literal(Array(",\"cio_relationships\":[".utf8))
      template.open([])
      template.open(JSONKey.lead("identifiers"))
      objectIdentifiers(&template, cells)
      template.close()
      if layout.kind == .relationship { relationshipAttributes(&template, cells) }
      template.close()
      template.literal([0x5d])
    case .device, .deleteDevice:
      template.open(JSONKey.lead("device"))
      template.text("token", cells)
      if layout.kind == .device {
        template.text("platform", cells)
        template.time("lastUsed", as: "last_used", cells, form: .unixSeconds)
        template.open(JSONKey.lead("attributes"))
        attributes.add(to: &template, cells.batch)
        template.close()
      }
      template.close()
    case .alias, .deletePerson, .suppress, .unsuppress, .deleteObject, .rows: break
    }
  }

  /// The person or visitor who belongs to an object; a row without one has no relationship.
  private func members(_ template: inout RowTemplate, _ cells: MessageCells) {
    let field = layout.field("userId") != nil ? "userId" : "anonymousId"
    guard let who = cells.texts[field] else { return }
    template.whenPresent(who.buffer, who.slices) { template in
      template.literal(Array(",\"cio_relationships\":[".utf8))
      template.open([])
      if field == "userId" {
        person(field, key: "identifiers", &template, cells)
      } else {
        template.open(JSONKey.lead("identifiers"))
        template.text(field, as: "anonymous_id", cells)
        template.close()
      }
      template.object("relationshipAttributes", as: "relationship_attributes", cells)
      template.close()
      template.literal([0x5d])
    }
  }

  private func relationshipAttributes(_ template: inout RowTemplate, _ cells: MessageCells) {
    let key = "relationship_attributes"
    if cells.objects["relationshipAttributes"] != nil {
      template.object("relationshipAttributes", as: key, cells)
    } else {
      template.open(JSONKey.lead(key))
      attributes.add(to: &template, cells.batch)
      template.close()
    }
  }

  private func objectIdentifiers(_ template: inout RowTemplate, _ cells: MessageCells) {
    if cells.texts["objectTypeId"] == nil {
      template.literal(Array(",\"object_type_id\":\"1\"".utf8))
    }
    template.text("objectTypeId", as: "object_type_id", cells)
    template.text("groupId", as: "object_id", cells)
  }

  /// An object with the one identifier that a text is.
  private func person(
    _ field: String, key: String, _ template: inout RowTemplate, _ cells: MessageCells
  ) {
    guard let text = cells.texts[field] else { return }
    template.open(JSONKey.lead(key))
    for (name, part) in PersonIdentifier.split(text, layout.identifier) {
      template.cell(
        JSONKey.lead(name), .slices(part.buffer, part.slices), as: .jsonString, [.emptyIsAbsent])
    }
    template.close()
  }
}
