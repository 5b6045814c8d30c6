import CommandKit
import CustomerIO
import StageKit

/// The JSON Schema (draft 2020-12) of a pipeline document, with descriptions for editors.
///
/// It accepts what the document takes: where a number or a word is expected, a whole `${VARIABLE}` may
/// stand instead. Names of columns and expressions are checked by the plan, not here.
enum PipelineSchema {
  static var json: JSONText {
    .object(
      [
        .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
        .init("title", "Sluice pipeline"),
      ] + object(DescribedKey.all(of: DocumentOptions.self))
        + [.init("$defs", .object(definitions))])
  }

  private static var definitions: [JSONText.Member] {
    var definitions: [JSONText.Member] = [
      .init("input", .object(inputMembers)),
      .init("stage", stage),
      .init("output", output),
    ]
    definitions += [
      map("test", TestDeclaration.self), map("dialect", DialectDeclaration.self),
      map("bad_rows", BadRows.self), map("tolerance", BadRows.Tolerance.self),
      map("booleans", TruthWords.self),
    ]
    definitions += [
      .init("required_columns", onlyKey("require", "The columns that must be there.")),
      .init("trait_exceptions", onlyKey("except", "The columns and patterns to leave out.")),
      .init("percent", ["anyOf": [["type": "number", "minimum": 0, "maximum": 100], variable]]),
      .init("variable", ["type": "string", "pattern": "^\\$\\{.+\\}$"]),
    ]
    return definitions
  }

  private static let names: Set = [
    "input", "stage", "output", "test", "dialect", "bad_rows", "tolerance", "booleans",
    "required_columns", "trait_exceptions", "percent",
  ]

  private static let variable: JSONText = ["$ref": "#/$defs/variable"]

  private static var inputMembers: [JSONText.Member] {
    object(DescribedKey.all(of: InputOptions.self))
      + [.init("oneOf", [["required": ["path"]], ["required": ["pipeline"]]])]
  }

  /// A map with one key: the stage's name.
  private static var stage: JSONText {
    let stages = Reference.stages.map { stage in
      let keys = stage.fields.map { DescribedKey($0) }
      var value: [JSONText.Member]
      if stage.isShorthand, let only = keys.first {
        value = schema(of: only.shape)
      } else {
        value = object(keys)
      }
      return JSONText.Member(
        stage.name, .object([.init("description", .string(stage.summary))] + value))
    }
    return [
      "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
      "properties": .object(stages),
    ]
  }

  /// The options of an output, and exactly one message kind.
  private static var output: JSONText {
    let kinds = MessageKind.allCases
    let options = object(DescribedKey.all(of: OutputOptions.self))
    return .object(
      options.map { member in
        guard member.name == "properties", case .object(let members) = member.value else {
          return member
        }
        return .init(
          "properties",
          .object(kinds.map { JSONText.Member($0.rawValue, body(of: $0)) } + members))
      } + [
        .init("oneOf", .array(kinds.map { ["required": [.string($0.rawValue)]] }))
      ])
  }

  private static func body(of kind: MessageKind) -> JSONText {
    var members = kind.fields.map { field in
      JSONText.Member(
        field.name,
        .object([.init("description", .string(field.doc))] + schema(of: .named("expression"))))
    }
    if kind.attributes != nil {
      members += MessageBody.selectionKeys.map { key in
        JSONText.Member(
          key,
          .object(
            [.init("description", "Which of the other columns go along; all unless said.")]
              + schema(of: TraitSelection.shape)))
      }
    }
    return [
      "description": .string(kind.doc), "type": ["object", "null"],
      "properties": .object(members), "additionalProperties": false,
    ]
  }

  private static func map<Options: DeclaredOptions>(
    _ name: String, _ type: Options.Type
  ) -> JSONText.Member {
    JSONText.Member(name, .object(object(DescribedKey.all(of: type))))
  }

  private static func onlyKey(_ name: String, _ doc: String) -> JSONText {
    .object(object([DescribedKey(name, doc, [String].shape, isRequired: true)]))
  }

  private static func object(_ keys: [DescribedKey]) -> [JSONText.Member] {
    var members: [JSONText.Member] = [
      .init("type", "object"),
      .init(
        "properties",
        .object(
          keys.map { key in
            JSONText.Member(
              key.name,
              .object([.init("description", .string(description(of: key)))] + schema(of: key.shape))
            )
          })),
    ]
    let required = keys.filter(\.isRequired).map(\.name)
    if !required.isEmpty { members.append(.init("required", .strings(required))) }
    members.append(.init("additionalProperties", false))
    return members
  }

  private static func description(of key: DescribedKey) -> String {
    key.standard.map { "\(key.doc) Default: \($0)" } ?? key.doc
  }

  private static func schema(of shape: Shape) -> [JSONText.Member] {
    switch shape {
    case .text: [.init("type", ["string", "number", "boolean"])]
    case .integer: [.init("anyOf", [["type": "integer"], variable])]
    case .boolean: [.init("anyOf", [["type": "boolean"], variable])]
    case .choice(let names): [.init("anyOf", [["enum": .strings(names)], variable])]
    case .named(let name):
      names.contains(name)
        ? [.init("$ref", .string("#/$defs/\(name)"))]
        : [.init("type", ["string", "number", "boolean"])]
    case .list(let shape):
      [.init("type", "array"), .init("items", .object(schema(of: shape)))]
    case .map(let shape):
      [.init("type", "object"), .init("additionalProperties", .object(schema(of: shape)))]
    case .either(let shapes):
      [.init("anyOf", .array(shapes.map { .object(schema(of: $0)) }))]
    case .any: []
    }
  }
}
