import Bytes
import Table

/// Messages of the Data Pipelines API.
///
/// ```
/// {"type":"group","userId":"u","groupId":"g","timestamp":"2025-…Z","messageId":"01J…","traits":{"objectTypeId":"1",…}}
/// ```
/// Key order: `type`, person, `groupId` or event, `timestamp`, `messageId`, `context`, then `traits` or `properties`,
/// which are there even when empty.
struct PipelinesShape: MessageShape {
  private let layout: MessageLayout
  private let attributes: AttributeMembers

  init(_ layout: MessageLayout) {
    self.layout = layout
    attributes = AttributeMembers(layout)
  }

  func fill(_ template: inout RowTemplate, _ cells: MessageCells) {
    template.literal(Array("{\"type\":\"\(layout.kind.pipelinesType)\"".utf8))
    template.text("userId", cells)
    template.text("anonymousId", cells)
    template.text("previousId", cells)
    if layout.kind == .group || layout.kind == .relationship { template.text("groupId", cells) }
    if layout.kind == .deleteObject {
      // Required by the schema, and its value is not looked at.
      template.literal(Array(",\"anonymousId\":\"sluice\"".utf8))
    }
    if let event = layout.kind.semanticEvent {
      template.literal(Array(",\"event\":\"\(event)\"".utf8))
    }
    template.text("event", cells)
    template.text("name", cells)
    template.time("timestamp", cells)
    if cells.texts["messageId"] != nil {
      template.text("messageId", cells)
    } else {
      template.identifier(JSONKey.lead("messageId"))
    }
    template.object("context", cells)
    body(&template, cells)
    template.literal([0x7d, 0x0a])
  }

  private func body(_ template: inout RowTemplate, _ cells: MessageCells) {
    switch layout.kind {
    case .identify:
      template.open(JSONKey.lead("traits"))
      attributes.add(to: &template, cells.batch)
      template.close()
    case .track, .page, .screen:
      template.open(JSONKey.lead("properties"))
      attributes.add(to: &template, cells.batch)
      template.close()
    case .group, .relationship: traits(&template, cells)
    case .deletePerson, .suppress, .unsuppress:
      template.literal(Array(",\"properties\":{}".utf8))
    case .deleteObject, .deleteRelationship:
      template.open(JSONKey.lead("properties"))
      template.text("groupId", as: "objectId", cells)
      if cells.texts["objectTypeId"] == nil { template.literal(Array(",\"objectTypeId\":1".utf8)) }
      template.number("objectTypeId", as: "objectTypeId", cells)
      template.close()
    case .device, .deleteDevice:
      template.open(JSONKey.lead("context"))
      template.open(JSONKey.lead("device"))
      template.text("token", cells)
      template.text("platform", as: "type", cells)
      template.close()
      template.close()
      template.open(JSONKey.lead("properties"))
      if layout.kind == .device { attributes.add(to: &template, cells.batch) }
      template.close()
    case .alias, .rows: break
    }
  }

  private func traits(_ template: inout RowTemplate, _ cells: MessageCells) {
    template.open(JSONKey.lead("traits"))
    let key = layout.objectTypeKey.rawValue
    if cells.texts["objectTypeId"] == nil {
      template.literal(JSONKey.lead(key) + Array("\"1\"".utf8))
    }
    template.text("objectTypeId", as: key, cells)
    template.object("relationshipAttributes", cells)
    if layout.kind == .group {
      attributes.add(to: &template, cells.batch)
    } else if cells.objects["relationshipAttributes"] == nil {
      template.open(JSONKey.lead("relationshipAttributes"))
      attributes.add(to: &template, cells.batch)
      template.close()
    }
    template.close()
  }
}
