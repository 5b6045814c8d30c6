/// What a message says to Customer.io; the word a user writes under `output:`.
public enum MessageKind: String, Sendable, CaseIterable, Hashable {
  /// Creates or updates a person.
  case identify
  /// Records an event of a person.
  case track
  case page
  case screen
  /// Creates or updates an object and, given a person, their relationship.
  case group
  /// Creates or updates a relationship; every column that is no field becomes an attribute of it.
  case relationship
  /// Merges one person into another, which deletes the former.
  case alias
  case deletePerson = "delete_person"
  /// Deletes a person and blocks their identifiers.
  case suppress
  case unsuppress
  case deleteObject = "delete_object"
  case deleteRelationship = "delete_relationship"
  /// Creates or updates a device that gets push messages.
  case device
  case deleteDevice = "delete_device"
  /// A plain table: the columns in their order.
  case rows

  /// What a message of this kind does, in one sentence.
  public var doc: String {
    switch self {
    case .identify: "Creates a person or updates their attributes."
    case .track: "Records an event of a person."
    case .page: "Records that a person looked at a page."
    case .screen: "Records that a person looked at a screen of an app."
    case .group: "Creates an object or updates it; with `userId` also their relationship."
    case .relationship: "Creates a relationship of a person and an object, or updates it."
    case .alias:
      "Merges the person `previousId` into `userId` and deletes the former; cannot be undone."
    case .deletePerson: "Deletes a person; a later message can create them again."
    case .suppress: "Deletes a person and blocks their identifiers."
    case .unsuppress: "Lets the identifiers of a suppressed person be used again."
    case .deleteObject: "Deletes an object and its relationships."
    case .deleteRelationship: "Parts a person from an object."
    case .device: "Adds a device that gets push messages, or updates it."
    case .deleteDevice: "Removes a device."
    case .rows: "Writes the columns as a plain table."
    }
  }

  /// The semantic event that carries the kind in the interfaces that have no message of its own for it.
  public var semanticEvent: String? {
    switch self {
    case .deletePerson: "User Deleted"
    case .suppress: "User Suppressed"
    case .unsuppress: "User Unsuppressed"
    case .deleteObject: "Object Deleted"
    case .deleteRelationship: "Relationship Deleted"
    case .device: "Device Created or Updated"
    case .deleteDevice: "Device Deleted"
    case .identify, .track, .page, .screen, .group, .relationship, .alias, .rows: nil
    }
  }

  /// The `type` of a Data Pipelines message.
  var pipelinesType: String {
    switch self {
    case .identify, .track, .page, .screen, .group, .alias: rawValue
    case .relationship: "group"
    case .deletePerson, .suppress, .unsuppress, .deleteObject, .deleteRelationship, .device,
      .deleteDevice:
      "track"
    case .rows: "rows"
    }
  }

  /// What becomes of the columns that are no field; nil where there is no place for them.
  public var attributes: AttributeKind? {
    switch self {
    case .identify: .person
    case .track, .page, .screen: .event
    case .group: .object
    case .relationship: .relationship
    case .device: .device
    case .rows: .column
    case .alias, .deletePerson, .suppress, .unsuppress, .deleteObject, .deleteRelationship,
      .deleteDevice:
      nil
    }
  }

  /// Whose attributes the columns without a field of their own are.
  public enum AttributeKind: Sendable {
    /// Traits of a person.
    case person
    /// Properties of an event.
    case event
    /// Traits of an object.
    case object
    case relationship
    /// Texts only.
    case device
    case column

    /// Whether Customer.io's limits for attributes hold: their names, values and number.
    public var isLimited: Bool {
      switch self {
      case .person, .object, .relationship: true
      case .event, .device, .column: false
      }
    }
  }

  /// Whether a wire form has a message for the kind.
  public func isSupported(by wire: WireForm) -> Bool {
    switch (self, wire) {
    case (.rows, _): true
    case (_, .pipelines), (_, .track): true
    case (.device, .reverseETL), (.deleteDevice, .reverseETL): false
    case (_, .reverseETL): true
    case (.identify, .csvImport), (.track, .csvImport), (.group, .csvImport),
      (.relationship, .csvImport):
      true
    case (_, .csvImport): false
    }
  }

  public func field(named name: String) -> MessageField? { fields.first { $0.name == name } }
}
