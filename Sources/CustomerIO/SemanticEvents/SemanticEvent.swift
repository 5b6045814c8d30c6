import Table

/// An event whose name and properties Customer.io, or the tools behind it, know a meaning of.
public struct SemanticEvent: Sendable, Equatable {
  /// The chapters of Customer.io's page on semantic events.
  public enum Family: String, Sendable, CaseIterable {
    case people
    case objects
    case devices
    case reports
    case ecommerce
    case video
    case mobile
    case email
    case liveChat = "live chat"
    case experiments
  }

  /// Case-sensitive, as it has to be sent.
  public let name: String
  public let family: Family
  public let properties: [SemanticProperty]
  /// Other spellings that vendor documents have, taken as well.
  public let otherNames: [String]
  /// Names that prose uses and no interface knows.
  public let misnomers: [String]

  init(
    _ name: String, _ family: Family, _ properties: [SemanticProperty] = [],
    alsoKnownAs otherNames: [String] = [], mistakenlyCalled misnomers: [String] = []
  ) {
    self.name = name
    self.family = family
    self.properties = properties
    self.otherNames = otherNames
    self.misnomers = misnomers
  }

  /// Whether sending it changes more than a person's list of events: deletes, suppresses, adds devices, reports.
  public var isActedUpon: Bool {
    switch family {
    case .people, .objects, .devices, .reports: true
    case .ecommerce, .video, .mobile, .email, .liveChat, .experiments: false
    }
  }

  /// The property of that name; nil for one that the event is not known to have.
  public func property(named name: String) -> SemanticProperty? {
    properties.first { $0.name == name }
  }
}

/// A property that a semantic event is known to have.
public struct SemanticProperty: Sendable, Equatable {
  /// What a property's value is.
  public enum Kind: String, Sendable {
    case text
    case number
    case integer
    case boolean
    case array
    case object
    /// A text or an integer: documents and samples differ.
    case textOrInteger = "text or integer"
  }

  public let name: String
  public let kind: Kind
  public let isRequired: Bool
  /// Empty where any value will do.
  public let choices: [String]

  init(_ name: String, _ kind: Kind, isRequired: Bool = false, choices: [String] = []) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.choices = choices
  }

  /// Whether a column of that type can hold it; what a JSON value is, only the rows tell.
  public func takes(_ type: ValueType) -> Bool {
    switch (kind, type) {
    case (_, .json): true
    case (.text, .string), (.text, .date), (.text, .timestamp): true
    case (.number, .integer), (.number, .decimal), (.number, .double): true
    case (.integer, .integer), (.integer, .decimal): true
    case (.boolean, .boolean): true
    case (.textOrInteger, .string), (.textOrInteger, .integer): true
    case (.text, _), (.number, _), (.integer, _), (.boolean, _), (.textOrInteger, _), (.array, _),
      (.object, _):
      false
    }
  }
}
