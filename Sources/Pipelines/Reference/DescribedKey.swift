import StageKit

/// One key of a map in a document, without the type behind it: what pages and schema show.
struct DescribedKey {
  let name: String
  let doc: String
  let shape: Shape
  let isRequired: Bool
  /// The default as it would be written.
  let standard: String?

  init(
    _ name: String, _ doc: String, _ shape: Shape, isRequired: Bool = false,
    standard: String? = nil
  ) {
    self.name = name
    self.doc = doc
    self.shape = shape
    self.isRequired = isRequired
    self.standard = standard
  }

  init<Options>(_ field: Field<Options>) {
    self.init(
      field.name, field.doc, field.shape, isRequired: field.isRequired, standard: field.standard)
  }

  static func all<Options: DeclaredOptions>(of type: Options.Type) -> [DescribedKey] {
    type.fields.map { DescribedKey($0) }
  }
}
