import CommandKit
import CustomerIO
import Expressions
import StageKit
import Table

extension Reference {
  /// What `sluice describe --json` prints: all that pages, editors and other tools need.
  public static var description: JSONText {
    [
      "tool": CommandLineTool.sluice.json,
      "pipeline": keys(DescribedKey.all(of: DocumentOptions.self)),
      "inputs": [
        "keys": keys(DescribedKey.all(of: InputOptions.self)),
        "dialect": keys(DescribedKey.all(of: DialectDeclaration.self)),
        "types": .array(
          ValueType.allCases.map { ["name": .string($0.rawValue), "doc": .string($0.doc)] }),
      ],
      "stages": .array(stages.map(stage)),
      "functions": .array(FunctionCatalog.functions.map { json($0) }),
      "outputs": [
        "keys": keys(DescribedKey.all(of: OutputOptions.self)),
        "wireForms": .array(
          WireForm.allCases.map { ["name": .string($0.rawValue), "doc": .string($0.doc)] }),
        "messageKinds": .array(MessageKind.allCases.map(kind)),
        "rules": .array(Rule.all.map(rule)),
      ],
      "problems": .array(
        ProblemCode.allCases.map { code in
          [
            "code": .string(code.rawValue), "title": .string(code.title),
            "explanation": .string(code.explanation),
          ]
        }),
      "schema": PipelineSchema.json,
    ]
  }

  /// The JSON Schema of a pipeline document, as `sluice describe --schema` prints it.
  public static var schema: JSONText { PipelineSchema.json }

  /// The reference of a stage, a function or a code in Markdown; nil for anything else.
  public static func text(about name: String) -> String? {
    if let stage = stages.first(where: { $0.name == name }) { return page(of: stage) }
    if let function = FunctionCatalog.functions.first(where: { $0.name == name.lowercased() }) {
      return section(function, level: 1)
    }
    if let code = ProblemCode(rawValue: name.uppercased()) {
      return "# \(code.rawValue): \(code.title)\n\n\(code.explanation)\n"
    }
    if let code = RuleCode(rawValue: name.uppercased()) {
      let rule = Rule.with(code)
      return "# \(code.rawValue): \(rule.title)\n\nWhat to do: \(rule.cure)\n"
    }
    return nil
  }

  /// What ``text(about:)`` knows, for suggestions.
  public static var names: [String] {
    stages.map(\.name) + FunctionCatalog.functions.map(\.name)
      + ProblemCode.allCases.map(\.rawValue) + RuleCode.allCases.map(\.rawValue)
  }

  private static func keys(_ keys: [DescribedKey]) -> JSONText {
    .array(
      keys.map { key in
        [
          "name": .string(key.name), "doc": .string(key.doc), "value": .string(key.shape.title),
          "required": .bool(key.isRequired), "default": .optional(key.standard),
        ]
      })
  }

  private static func stage(_ stage: AnyStage) -> JSONText {
    [
      "name": .string(stage.name), "summary": .string(stage.summary),
      "category": .string(stage.category), "shorthand": .bool(stage.isShorthand),
      "keys": keys(stage.fields.map { DescribedKey($0) }), "notes": .strings(stage.notes),
      "examples": .array(
        stage.examples.map { example in
          [
            "title": .string(example.title), "stage": .string(example.stage),
            "given": .object(example.given.map { .init($0.input, .string($0.csv)) }),
            "expect": .string(example.expect),
          ]
        }),
    ]
  }

  private static func kind(_ kind: MessageKind) -> JSONText {
    [
      "name": .string(kind.rawValue), "doc": .string(kind.doc),
      "wireForms": .strings(WireForm.allCases.filter(kind.isSupported).map(\.rawValue)),
      "takesColumns": .bool(kind.attributes != nil),
      "fields": .array(
        kind.fields.map { field in
          [
            "name": .string(field.name), "doc": .string(field.doc),
            "default": .optional(field.standard),
            "needs": .object(
              WireForm.allCases.compactMap { form in
                field.needs[form].map { .init(form.rawValue, .string($0.doc)) }
              }),
          ]
        }),
    ]
  }

  private static func rule(_ rule: Rule) -> JSONText {
    [
      "code": .string(rule.code.rawValue), "title": .string(rule.title),
      "limit": .optional(rule.limit), "unit": .optional(rule.unit?.rawValue),
      "cure": .string(rule.cure), "source": .string(rule.source),
      "severities": .object(
        WireForm.allCases.compactMap { form in
          rule.severities[form].map { .init(form.rawValue, .string($0.rawValue)) }
        }),
    ]
  }
}
