import Table

/// One option of a stage (or input, or output), declared once.
///
/// The key path gives decoding, default and type; the reference page, the JSON Schema and
/// `describe --json` are rendered from it.
public struct Field<Options: Sendable>: Sendable {
  public let name: String
  public let doc: String
  public let isRequired: Bool
  public let shape: Shape
  /// The default as it would be written.
  public let standard: String?
  /// Reads a node into the options.
  public let decode: @Sendable (inout Options, Node) throws(Problems) -> Void

  public init<V: OptionValue>(
    _ name: String, _ path: WritableKeyPath<Options, V> & Sendable, _ doc: String,
    required: Bool = false, standard: V? = nil, shape: Shape? = nil
  ) {
    self.name = name
    self.doc = doc
    isRequired = required
    self.shape = shape ?? V.shape
    self.standard = standard?.written
    decode = { (options: inout Options, node: Node) throws(Problems) in
      options[keyPath: path] = try V.decode(node)
    }
  }
}

extension Field {
  /// Reads a map into options: every mistake in it at once.
  ///
  /// - Throws: unknown keys with a suggestion, missing keys, and what the values' own types say.
  public static func decode(
    _ node: Node, _ fields: [Field], into options: inout Options, of owner: String
  ) throws(Problems) {
    guard let entries = node.entries else {
      throw .wrongShape(
        node, expected: "a map for `\(owner)`",
        hint: "its keys are: " + fields.map(\.name).joined(separator: ", "))
    }
    var problems: [Problem] = []
    for entry in entries {
      guard let field = fields.first(where: { $0.name == entry.key }) else {
        problems.append(
          Problem(
            .unknownKey, "`\(owner)` has no key `\(entry.key)`", at: entry.keyPlace,
            hint: Suggestion.hint(for: entry.key, among: fields.map(\.name))))
        continue
      }
      do throws(Problems) { try field.decode(&options, entry.value) } catch {
        problems += error.all
      }
    }
    for field in fields where field.isRequired && !entries.contains(where: { $0.key == field.name })
    {
      problems.append(
        Problem(
          .missingKey, "`\(owner)` needs the key `\(field.name)`", at: node.place,
          hint: "\(field.name): \(field.doc)"))
    }
    if !problems.isEmpty { throw Problems(problems) }
  }
}
