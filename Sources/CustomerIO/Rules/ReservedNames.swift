/// Names that an attribute must not have, since Customer.io takes them for something else.
public enum ReservedNames {
  /// What the name means instead, as the end of a sentence; nil for a name that is free.
  public static func meaning(
    of name: String, _ kind: MessageKind.AttributeKind, _ layout: MessageLayout
  ) -> String? {
    switch kind {
    case .object, .relationship:
      if ["relationship", "_relationship"].contains(name) {
        return "is a reserved word of Customer.io"
      }
      if kind == .object, ["object_id", "cio_object_id", "objectId"].contains(name) {
        return "identifies an object; use the field `groupId`"
      }
      if kind == .object, layout.wire == .pipelines,
        ["objectTypeId", "object_type_id", "relationshipAttributes"].contains(name)
      {
        return "is a field; give it as one"
      }
    case .person:
      if name == "cio_relationships" { return "would change the person's relationships" }
      if name == "cio_id" { return "is set by Customer.io and never changes" }
    case .event, .device, .column: break
    }
    if layout.wire == .reverseETL || layout.wire == .csvImport {
      let taken =
        layout.wire == .csvImport
        ? imported(layout) : layout.kind.fields.filter { layout.takes($0) }.map(\.name)
      if taken.contains(name) { return "is a column of the message already" }
    }
    return nil
  }

  /// The columns that an import file has before the attributes.
  private static func imported(_ layout: MessageLayout) -> [String] {
    let identifier = layout.identifier == .auto ? "id" : layout.identifier.rawValue
    switch layout.kind {
    case .identify: return [identifier]
    case .track: return [identifier, "name", "timestamp"]
    case .group: return ["object_id"]
    case .relationship: return ["object_type_id", "object_id", identifier]
    case .page, .screen, .alias, .deletePerson, .suppress, .unsuppress, .deleteObject,
      .deleteRelationship, .device, .deleteDevice, .rows:
      return []
    }
  }

  /// Whether Customer.io fills an attribute of a person itself.
  public static func isComputed(_ name: String) -> Bool {
    ["_created_in_customerio_at", "timezone_valid", "cio_latitude", "cio_longitude"].contains(name)
      || name.hasPrefix("cio_iso_")
  }
}
