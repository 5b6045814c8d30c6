import Table

/// Which message the rows become: every field and attribute with the column that it takes.
public struct MessageLayout: Sendable {
  /// Where a field's or attribute's values come from.
  public struct Source: Sendable, Equatable {
    /// Position in the batches' schema.
    public var column: Int
    public var type: ValueType
    /// The value that every row has, when that is known before the run.
    public var constant: Value?

    public init(column: Int, type: ValueType, constant: Value? = nil) {
      self.column = column
      self.type = type
      self.constant = constant
    }
  }

  /// A column that is no field: a trait, property, attribute or plain column.
  public struct Attribute: Sendable, Equatable {
    public var name: String
    public var source: Source

    public init(_ name: String, column: Int, type: ValueType) {
      self.name = name
      source = Source(column: column, type: type)
    }
  }

  /// What becomes of an attribute that is null.
  public enum Nulls: String, Sendable, CaseIterable {
    /// A null attribute is left out, and Customer.io keeps what it has.
    case omit
    /// A null attribute is sent as `null`, which removes it.
    case clear
  }

  /// How rows stand in the file.
  public enum Container: String, Sendable {
    case ndjson
    case csv
  }

  /// What a `userId` is, where the interface wants to know.
  public enum Identifier: String, Sendable, CaseIterable {
    /// `cio_…` is a `cio_id`, what has the shape of an e-mail address is one, all else an id.
    case auto
    case id
    case email
    case cioId = "cio_id"
    case phone
  }

  /// How a group's traits call its object type.
  public enum ObjectTypeKey: String, Sendable, CaseIterable {
    /// Since September 2026, and in every SDK.
    case camelCase = "objectTypeId"
    /// Until August 2026.
    case snakeCase = "object_type_id"
  }

  public var kind: MessageKind
  public var wire: WireForm
  /// By the field's name.
  public var fields: [String: Source]
  public var attributes: [Attribute]
  public var nulls: Nulls
  public var container: Container
  public var identifier: Identifier
  public var objectTypeKey: ObjectTypeKey
  /// Lets a plain `track` have the name of an event that Customer.io acts upon.
  public var allowsSemanticEvents: Bool
  /// Limits that replace those of the rules.
  public var limits: [RuleCode: Int]

  public init(
    _ kind: MessageKind, as wire: WireForm, fields: [String: Source] = [:],
    attributes: [Attribute] = [], nulls: Nulls = .omit, container: Container = .ndjson,
    identifier: Identifier = .auto, objectTypeKey: ObjectTypeKey = .camelCase,
    allowsSemanticEvents: Bool = false, limits: [RuleCode: Int] = [:]
  ) {
    self.kind = kind
    self.wire = wire
    self.fields = fields
    self.attributes = attributes
    self.nulls = nulls
    self.container = wire == .csvImport ? .csv : container
    self.identifier = identifier
    self.objectTypeKey = objectTypeKey
    self.allowsSemanticEvents = allowsSemanticEvents
    self.limits = limits
  }

  /// The field of that name, if this wire form has a place for it and it is given.
  func field(_ name: String) -> Source? {
    guard let declared = kind.field(named: name), takes(declared) else { return nil }
    return fields[name]
  }

  /// Whether the wire form has a place for a field.
  func takes(_ field: MessageField) -> Bool {
    guard let need = field.needs[wire] else { return false }
    return need != .ignored
  }

  func limit(_ code: RuleCode) -> Int { limits[code] ?? Rule.with(code).limit ?? .max }
  func severity(_ code: RuleCode) -> Rule.Severity? { Rule.with(code).severities[wire] }
}
