import Table

/// A stage of any kind: its description as data, and the way from a node of a document to what runs.
public struct AnyStage: Sendable {
  /// One option, as reference pages and the JSON Schema show it.
  public struct FieldInfo: Sendable {
    public let name: String
    public let doc: String
    public let shape: Shape
    public let isRequired: Bool
    /// The default as it would be written.
    public let standard: String?
  }

  public let name: String
  public let summary: String
  public let category: String
  /// Whether it only chooses rows, so that the columns after it are those before it.
  public let keepsColumns: Bool
  public let fields: [FieldInfo]
  /// Whether the stage's whole value is that of its first field.
  public let isShorthand: Bool
  public let notes: [String]
  public let examples: [Example]
  private let bindNode: @Sendable (Node, BindContext) throws(Problems) -> [BoundStage]
  private let checkNode: @Sendable (Node) throws(Problems) -> Void

  public init<S: Stage>(_ stage: S.Type) {
    let spec = S.spec
    name = spec.name
    summary = spec.summary
    category = spec.category.rawValue
    keepsColumns = spec.category == .rows
    fields = spec.fields.map { field in
      FieldInfo(
        name: field.name, doc: field.doc, shape: field.shape, isRequired: field.isRequired,
        standard: field.standard)
    }
    isShorthand = spec.isShorthand
    notes = spec.notes
    examples = spec.examples
    bindNode = { (node, context) throws(Problems) in
      try S.bind(try AnyStage.options(S.self, node), context)
    }
    checkNode = { (node) throws(Problems) in _ = try AnyStage.options(S.self, node) }
  }

  private static func options<S: Stage>(_ stage: S.Type, _ node: Node) throws(Problems) -> S.Options
  {
    let spec = S.spec
    var options = S.standard
    if spec.isShorthand, let field = spec.fields.first {
      try field.decode(&options, node)
    } else {
      try Field.decode(node, spec.fields, into: &options, of: spec.name)
    }
    return options
  }

  /// Decodes a stage's options and nothing more.
  public func check(_ node: Node) throws(Problems) { try checkNode(node) }

  /// Decodes a stage's options and resolves them.
  ///
  /// - Throws: every mistake in the options, or else every mistake against the columns.
  public func bind(_ node: Node, _ context: BindContext) throws(Problems) -> [BoundStage] {
    try bindNode(node, context)
  }
}
