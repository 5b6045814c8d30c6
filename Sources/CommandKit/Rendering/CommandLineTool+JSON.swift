extension CommandLineTool {
  /// The tool's own description, from which pages, editors and other tools can be fed; hidden parts
  /// are left out.
  public var json: JSONText {
    [
      "name": .string(name),
      "version": .string(version),
      "summary": .string(summary),
      "discussion": .string(discussion),
      "usage": .string(usage),
      "examples": .array(examples.map(\.json)),
      "globalOptions": .array(visibleGlobalOptions.map(\.json)),
      "verbs": .array(
        visibleCommands.map { command in
          [
            "name": .string(command.name),
            "summary": .string(command.summary),
            "discussion": .string(command.discussion),
            "usage": .string(usage(of: command)),
            "arguments": .array(command.arguments.map(\.json)),
            "options": .array(command.visibleOptions.map(\.json)),
            "examples": .array(command.examples.map(\.json)),
            "exitCodes": .array(command.exitCodes.map { .integer(Int($0.rawValue)) }),
          ]
        }),
      "exitCodes": .array(
        ExitCode.allCases.map { code in
          ["code": .integer(Int(code.rawValue)), "meaning": .string(code.meaning)]
        }),
    ]
  }
}

extension CommandExample {
  var json: JSONText { ["line": .string(line), "doc": .string(doc)] }
}

extension Argument {
  var json: JSONText {
    [
      "name": .string(name), "doc": .string(doc), "required": .bool(isRequired),
      "repeating": .bool(isRepeating), "value": shape.json,
    ]
  }
}

extension Option {
  var json: JSONText {
    let kindName: String
    var bareText: String?
    switch kind {
    case .flag: kindName = "flag"
    case .single: kindName = "single"
    case .repeating: kindName = "repeating"
    case .optional(_, let bare): (kindName, bareText) = ("optional", bare)
    }
    var members: [JSONText.Member] = [
      .init("name", .string(name)),
      .init("short", .optional(short.map { String($0) })),
      .init("kind", .string(kindName)),
      .init("doc", .string(doc)),
      .init("default", .optional(defaultText)),
      .init("value", shape?.json ?? .null),
    ]
    if let bareText { members.append(.init("bare", .string(bareText))) }
    return .object(members)
  }
}

extension ValueShape {
  var json: JSONText {
    var members: [JSONText.Member] = [.init("placeholder", .string(placeholder))]
    switch rule {
    case .text: members.append(.init("type", "text"))
    case .count: members.append(.init("type", "count"))
    case .byteCount: members.append(.init("type", "byteCount"))
    case .assignment: members.append(.init("type", "assignment"))
    case .file(let extensions):
      members.append(.init("type", "file"))
      if !extensions.isEmpty { members.append(.init("extensions", .strings(extensions))) }
    case .directory: members.append(.init("type", "directory"))
    case .choice(let choices):
      members.append(.init("type", "choice"))
      members.append(.init("choices", .strings(choices)))
    case .verb: members.append(.init("type", "verb"))
    }
    return .object(members)
  }
}
