import CustomerIO
import StageKit
import Table

/// What rows become, and where they go.
public struct OutputDeclaration: Sendable {
  /// One field of a message with the expression that fills it.
  public struct MessageField: Sendable {
    public let name: String
    public let namePlace: Place
    /// A column or an expression.
    public let expression: Located<String>
  }

  public let kind: MessageKind
  public let kindPlace: Place
  /// In the order of the document.
  public let fields: [MessageField]
  public let traits: TraitSelection
  public let nulls: MessageLayout.Nulls
  /// Absent: `pipelines`, or for `rows` the plain columns.
  public let wireForm: Located<WireForm>?
  /// Relative to the document; `-` is standard output.
  public let file: Located<String>
  public let allowsSemanticEvents: Bool
  public let identifier: MessageLayout.Identifier
  public let objectTypeKey: MessageLayout.ObjectTypeKey
  public let limits: [RuleCode: Int]

  /// The wire form that holds where none is declared.
  public var wire: WireForm { wireForm?.value ?? (kind == .rows ? .reverseETL : .pipelines) }
}

extension OutputDeclaration {
  /// - Throws: every mistake under `output:` at once.
  static func read(_ node: Node) throws(Problems) -> OutputDeclaration {
    guard let entries = node.entries else {
      throw .wrongShape(
        node, expected: "a map for `output`",
        hint: "a message kind, such as `identify: {}`, and `file:`")
    }
    let keys = OutputOptions.fields.map(\.name)
    let kinds = entries.filter { kindNames.contains($0.key) }
    let options = entries.filter { keys.contains($0.key) }
    var problems: [Problem] = []
    for entry in entries where !keys.contains(entry.key) && !kindNames.contains(entry.key) {
      problems.append(unknownKey(entry, among: keys + kindNames))
    }
    if let second = kinds.dropFirst().first {
      problems.append(severalKinds(kinds[0], second))
    } else if kinds.isEmpty && problems.isEmpty {
      problems.append(noKind(node))
    }
    var found = OutputOptions()
    var message = MessageBody()
    do throws(Problems) {
      found = try OutputOptions.read(Node(.map(options), at: node.place), of: "output")
    } catch { problems += error.all }
    for kind in kinds {
      do throws(Problems) { message = try MessageBody.read(kind) } catch { problems += error.all }
    }
    guard problems.isEmpty, let entry = kinds.first, let kind = MessageKind(rawValue: entry.key),
      let file = found.file
    else {
      throw Problems(problems)
    }
    return OutputDeclaration(
      kind: kind, kindPlace: entry.keyPlace, fields: message.fields, traits: message.traits,
      nulls: found.nulls, wireForm: found.wireForm, file: file,
      allowsSemanticEvents: found.allowsSemanticEvents, identifier: found.identifier,
      objectTypeKey: found.objectTypeKey, limits: found.limits.limits)
  }

  private static var kindNames: [String] { MessageKind.allCases.map(\.rawValue) }

  private static func unknownKey(_ entry: Node.Entry, among names: [String]) -> Problem {
    let hint =
      Suggestion.nearest(to: entry.key, among: names).map { "did you mean `\($0)`?" }
      ?? "message kinds are: " + kindNames.joined(separator: ", ")
    return Problem(
      .unknownKey, "`output` has no key or message kind `\(entry.key)`", at: entry.keyPlace,
      hint: hint)
  }

  private static func severalKinds(_ first: Node.Entry, _ second: Node.Entry) -> Problem {
    Problem(
      .badValue, "`output` is both `\(first.key)` and `\(second.key)`", at: second.keyPlace,
      hint: "a pipeline emits one kind of message; write a second pipeline for the other")
  }

  private static func noKind(_ node: Node) -> Problem {
    Problem(
      .missingKey, "`output` says no message kind", at: node.place,
      hint: "choose one of: " + kindNames.joined(separator: ", "))
  }
}
