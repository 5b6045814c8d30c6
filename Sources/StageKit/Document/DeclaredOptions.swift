import Table

/// A map in a document whose keys are declared once, as ``Field``s.
public protocol DeclaredOptions: Sendable {
  /// The options as they are when nothing is written.
  init()
  static var fields: [Field<Self>] { get }
}

extension DeclaredOptions {
  /// - Parameter owner: what messages call the map, such as `inputs.people`.
  /// - Throws: every mistake in the map at once.
  public static func read(_ node: Node, of owner: String) throws(Problems) -> Self {
    var options = Self()
    try Field.decode(node, fields, into: &options, of: owner)
    return options
  }
}
