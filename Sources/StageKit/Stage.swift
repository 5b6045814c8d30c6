import Table

/// A stage is one file: its options, its description and how it is bound to the rows that reach it.
public protocol Stage: Sendable {
  associatedtype Options: Sendable
  /// The options as they are when nothing is written.
  static var standard: Options { get }
  static var spec: StageSpec<Options> { get }
  /// Resolves options against the columns that reach the stage.
  ///
  /// - Returns: what runs; most stages are one bound stage, a recipe is several.
  /// - Throws: every mistake that can be found without reading data, all at once.
  static func bind(_ options: Options, _ context: BindContext) throws(Problems) -> [BoundStage]
}

/// What a stage is called, does and takes; all reference material is rendered from it.
public struct StageSpec<Options: Sendable>: Sendable {
  /// The chapters of the reference; each stage stands in one.
  public enum Category: String, Sendable, CaseIterable {
    case rows = "Choosing rows"
    case columns = "Shaping columns"
    case combining = "Combining inputs"
    case ordering = "Order and rank"
    case recipes = "Recipes"
  }

  public let name: String
  public let summary: String
  public let category: Category
  public let fields: [Field<Options>]
  /// Whether the stage's whole value is that of its only field (`filter: EXPR`).
  public let isShorthand: Bool
  public let notes: [String]
  public let examples: [Example]

  public init(
    _ name: String, _ summary: String, _ category: Category, fields: [Field<Options>],
    shorthand: Bool = false, notes: [String] = [], examples: [Example]
  ) {
    self.name = name
    self.summary = summary
    self.category = category
    self.fields = fields
    isShorthand = shorthand
    self.notes = notes
    self.examples = examples
  }
}

/// A stage at work on a few rows, as documentation and as a test.
public struct Example: Sendable {
  public let title: String
  /// The stage as it stands in a document, without the leading dash.
  public let stage: String
  /// The rows of each input as CSV text (an unquoted empty cell is null); the first flows in.
  public let given: [(input: String, csv: String)]
  /// A `types:` value in flow style for all inputs.
  public let types: String
  /// The rows that leave, as CSV text with their header.
  public let expect: String
  public let file: String
  public let line: Int

  public init(
    _ title: String, _ stage: String, given: String,
    and others: [(input: String, csv: String)] = [],
    types: String = "{}", expect: String, file: String = #fileID, line: Int = #line
  ) {
    self.title = title
    self.stage = stage
    self.given = [("rows", given)] + others
    self.types = types
    self.expect = expect
    self.file = file
    self.line = line
  }
}

/// What a stage may know when it is bound.
public struct BindContext: Sendable {
  /// The columns that reach the stage.
  public let schema: Schema
  /// Where the stage stands in the document.
  public let place: Place
  /// The columns of every other input, by name.
  public let inputs: [String: Schema]

  public init(schema: Schema, place: Place, inputs: [String: Schema]) {
    self.schema = schema
    self.place = place
    self.inputs = inputs
  }

  /// The same stage place with other columns, for stages that are made of several.
  public func with(schema: Schema) -> BindContext {
    BindContext(schema: schema, place: place, inputs: inputs)
  }
}
