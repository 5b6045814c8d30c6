/// One declared field of a message kind: what it means, what it takes, and which wire forms need it.
///
/// The encoder, the plan, the reference pages and the JSON Schema read this one declaration.
public struct MessageField: Sendable, Equatable {
  /// What a field's values have to be.
  public enum Shape: Sendable, Equatable {
    /// What a person is known by, at most 150 bytes.
    case person
    /// What an anonymous visitor is known by.
    case anonymous
    /// What an object is known by, at most 150 bytes.
    case object
    /// A positive integer that Customer.io gave an object type, as text.
    case objectType
    case eventName
    /// The name of a page or screen.
    case name
    case time
    /// An identifier of the message itself.
    case message
    /// A JSON object.
    case json
    case deviceToken
    /// `ios` or `android`.
    case platform
  }

  /// What a wire form does with a field.
  public enum Need: Sendable, Equatable {
    case required
    /// At least one of the kind's fields that say so.
    case oneOf
    case optional
    /// Taken, so that a document can change its `as`, but this wire form has no place for it.
    case ignored
  }

  public let name: String
  public let doc: String
  public let shape: Shape
  /// A wire form that is not in it refuses the field.
  public private(set) var needs: [WireForm: Need]
  /// What is written when the field is not given.
  public let standard: String?

  init(
    _ name: String, _ shape: Shape, _ doc: String, standard: String? = nil,
    pipelines: Need? = nil, track: Need? = nil, reverseETL: Need? = nil, csvImport: Need? = nil
  ) {
    self.name = name
    self.shape = shape
    self.doc = doc
    self.standard = standard
    var needs: [WireForm: Need] = [:]
    needs[.pipelines] = pipelines
    needs[.track] = track
    needs[.reverseETL] = reverseETL
    needs[.csvImport] = csvImport
    self.needs = needs
  }

  /// The field as the wire forms that have its kind see it.
  func restricted(to wires: [WireForm]) -> MessageField {
    var field = self
    field.needs = needs.filter { wires.contains($0.key) }
    return field
  }
}
