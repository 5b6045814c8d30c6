import Bytes
import Table

/// What can be found wrong with a layout before a row is read.
struct LayoutChecks {
  private let layout: MessageLayout
  private var errors: [Problem] = []
  private var notices: [Problem] = []

  static func run(_ layout: MessageLayout) -> (errors: [Problem], notices: [Problem]) {
    var checks = LayoutChecks(layout)
    guard checks.form() else { return (checks.errors, []) }
    checks.fields()
    checks.required()
    checks.constants()
    checks.attributes()
    return (checks.errors, checks.notices)
  }

  private init(_ layout: MessageLayout) { self.layout = layout }

  /// Whether the wire form has the kind, and the file the shape for it.
  private mutating func form() -> Bool {
    guard layout.kind.isSupported(by: layout.wire) else {
      let forms = WireForm.allCases.filter(layout.kind.isSupported).map(\.rawValue)
      errors.append(
        Problem(
          .unsupportedMessage,
          "`as: \(layout.wire.rawValue)` has no message for `\(layout.kind.rawValue)`",
          hint: "choose one of: " + forms.joined(separator: ", ")))
      return false
    }
    let isFlat = layout.kind == .rows || layout.wire == .reverseETL || layout.wire == .csvImport
    if layout.container == .csv, !isFlat {
      errors.append(
        Problem(
          .unsupportedMessage, "messages of `as: \(layout.wire.rawValue)` cannot be written as CSV",
          hint: "name the file .ndjson, or use `as: reverse_etl`"))
    }
    return true
  }

  private mutating func fields() {
    let known = layout.kind.fields.filter { $0.needs[layout.wire] != nil }.map(\.name)
    for name in layout.fields.keys.sorted() {
      guard let source = layout.fields[name] else { continue }
      guard let field = layout.kind.field(named: name), let need = field.needs[layout.wire] else {
        let wire = layout.wire.rawValue
        errors.append(
          problem(
            .unknownField, "`\(layout.kind.rawValue)` as \(wire) has no field `\(name)`", name,
            hint: Suggestion.hint(for: name, among: known)))
        continue
      }
      if need == .ignored {
        notices.append(
          problem(
            .unknownField,
            "`as: \(layout.wire.rawValue)` has no place for `\(name)`; it is left out",
            name))
      } else if !takes(source.type, field.shape) {
        errors.append(
          problem(
            .typeClash, "`\(name)` is a \(source.type.rawValue); expected \(expected(field.shape))",
            name, hint: cure(field.shape)))
      }
    }
  }

  private mutating func required() {
    var alternatives: [String] = []
    var isOneGiven = false
    for field in layout.kind.fields {
      let given = layout.fields[field.name] != nil
      switch field.needs[layout.wire] {
      case .required? where !given:
        errors.append(
          problem(
            .requiredField,
            "`\(layout.kind.rawValue)` as \(layout.wire.rawValue) needs `\(field.name)`",
            field.name, hint: "add `\(field.name): column`; \(field.doc)"))
      case .oneOf?:
        alternatives.append("`\(field.name)`")
        isOneGiven = isOneGiven || given
      case .required?, .optional?, .ignored?, nil: break
      }
    }
    if !alternatives.isEmpty, !isOneGiven {
      errors.append(
        Problem(
          .requiredField,
          "`\(layout.kind.rawValue)` as \(layout.wire.rawValue) needs one of \(alternatives.joined(separator: ", "))",
          hint: "add `userId: column`"))
    }
    if layout.kind == .group, layout.wire == .track, layout.fields["userId"] != nil,
      layout.fields["anonymousId"] != nil
    {
      notices.append(
        problem(
          .unknownField, "a group of `as: track` has one member; `anonymousId` is left out",
          "anonymousId"))
    }
  }

  /// Fields whose value is known already.
  private mutating func constants() {
    for field in layout.kind.fields {
      guard let source = layout.field(field.name), let constant = source.constant else { continue }
      let text = TextCells.constant(constant, rows: 1)
      guard text.slices[0].count > 0 else {
        if field.needs[layout.wire] == .required {
          errors.append(
            problem(.requiredField, "`\(field.name)` is null in every row", field.name))
        }
        continue
      }
      switch field.shape {
      case .eventName:
        limit(.eventNameSize, text.slices[0].count, field.name, "the event's name")
        if let broken = EventNames(layout).problem(with: text.text(0)) {
          report(broken.code, .reservedEvent, broken.message, field.name)
        }
      case .objectType:
        if let number = Int(text.text(0)), number > 0 { continue }
        report(
          .objectType, .badValue,
          "objectTypeId is \"\(text.text(0))\"; expected a positive integer",
          field.name)
      case .person, .anonymous, .object, .name, .time, .message, .json, .deviceToken, .platform:
        continue
      }
    }
  }

  private mutating func attributes() {
    guard let kind = layout.kind.attributes else {
      if !layout.attributes.isEmpty {
        notices.append(
          Problem(
            .unknownField,
            "`\(layout.kind.rawValue)` has no attributes; \(layout.attributes.count) columns are left out"
          ))
      }
      return
    }
    if kind == .relationship, layout.field("relationshipAttributes") != nil,
      !layout.attributes.isEmpty
    {
      errors.append(
        problem(
          .nameClash,
          "`relationshipAttributes` is given, and so are \(layout.attributes.count) columns of its own",
          "relationshipAttributes", hint: "drop the field, or add `traits: []`"))
    }
    if kind.isLimited {
      limit(.attributeCount, layout.attributes.count, nil, "the message")
    }
    var seen: Set<String> = []
    for attribute in layout.attributes {
      if !seen.insert(attribute.name).inserted {
        errors.append(
          problem(.nameClash, "two columns are called `\(attribute.name)`", attribute.name))
      }
      if kind != .column { check(attribute, kind) }
    }
  }

  private mutating func check(
    _ attribute: MessageLayout.Attribute, _ kind: MessageKind.AttributeKind
  ) {
    let name = attribute.name
    if kind.isLimited { limit(.attributeNameSize, name.utf8.count, name, "the attribute's name") }
    if name.isEmpty {
      report(.reservedName, .ruleBrokenByPlan, "an attribute has no name", name)
    }
    if let what = ReservedNames.meaning(of: name, kind, layout) {
      report(.reservedName, .ruleBrokenByPlan, "`\(name)` \(what)", name)
    } else if kind == .person, ReservedNames.isComputed(name) {
      report(.computedName, .ruleBrokenByPlan, "Customer.io computes `\(name)` itself", name)
    } else if name.utf8.contains(where: { $0 == 0x20 || $0 == 0x2d || $0 == 0x2e }),
      !name.hasPrefix("cio_subscription_preferences.")
    {
      report(
        .nameCharacters, .ruleBrokenByPlan, "`\(name)` has a blank, hyphen or period in it", name)
    }
    if kind == .device, attribute.source.type == .json {
      report(.deviceAttribute, .ruleBrokenByPlan, "`\(name)` is JSON; a device takes texts", name)
    }
  }

  private mutating func limit(_ code: RuleCode, _ size: Int, _ field: String?, _ what: String) {
    let limit = layout.limit(code)
    guard size > limit else { return }
    let unit = Rule.with(code).unit?.rawValue ?? "bytes"
    report(
      code, .ruleBrokenByPlan, "\(what) has \(size) \(unit); Customer.io takes at most \(limit)",
      field)
  }

  private mutating func report(
    _ code: RuleCode, _ problem: ProblemCode, _ message: String, _ field: String?
  ) {
    let rule = Rule.with(code)
    let found = Problem(
      problem, "\(message) (\(code.rawValue))", at: field.map { Place(file: "", field: $0) },
      hint: rule.cure)
    switch rule.severities[layout.wire] {
    case .error?: errors.append(found)
    case .warning?: notices.append(found)
    case nil: break
    }
  }

  private func problem(
    _ code: ProblemCode, _ message: String, _ field: String, hint: String? = nil
  ) -> Problem {
    Problem(code, message, at: Place(file: "", field: field), hint: hint)
  }
}

/// Whether a field's values can be made from a column of that type.
private func takes(_ type: ValueType, _ shape: MessageField.Shape) -> Bool {
  switch (shape, type) {
  case (.time, .timestamp), (.time, .date), (.time, .integer), (.time, .string), (.time, .json):
    true
  case (.time, _): false
  case (.json, .json): true
  case (.json, _): false
  case (_, .string), (_, .integer), (_, .decimal), (_, .json): true
  case (_, .double), (_, .boolean), (_, .date), (_, .timestamp): false
  }
}

private func expected(_ shape: MessageField.Shape) -> String {
  switch shape {
  case .time: "a timestamp"
  case .json: "a JSON object"
  case .person, .anonymous, .object, .objectType, .eventName, .name, .message, .deviceToken,
    .platform:
    "a string or an integer"
  }
}

private func cure(_ shape: MessageField.Shape) -> String? {
  switch shape {
  case .time: "add the column to `types:` as timestamp, or use to_timestamp()"
  case .json: "build it with the stage `attributes`, or add the column to `types:` as json"
  case .person, .anonymous, .object, .objectType, .eventName, .name, .message, .deviceToken,
    .platform:
    "cast it to string"
  }
}
