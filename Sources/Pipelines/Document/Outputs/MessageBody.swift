import StageKit
import Table

/// What stands under a message kind: its fields, and which columns become its traits.
struct MessageBody {
  /// The words for the columns that a message carries besides its fields; they mean the same.
  static let selectionKeys = ["traits", "properties", "attributes"]

  var fields: [OutputDeclaration.MessageField] = []
  var traits = TraitSelection.others

  /// - Throws: every mistake under the kind at once; whether it has such fields is the plan's to say.
  static func read(_ kind: Node.Entry) throws(Problems) -> MessageBody {
    if kind.value.isNull { return MessageBody() }
    guard let entries = kind.value.entries else {
      throw .wrongShape(
        kind.value, expected: "a map of field to column or expression",
        hint: "`\(kind.key): {}` takes each field from the column of its own name")
    }
    var body = MessageBody()
    var problems: [Problem] = []
    var selection: Node.Entry?
    for entry in entries {
      do throws(Problems) {
        guard selectionKeys.contains(entry.key) else {
          body.fields.append(try field(entry))
          continue
        }
        if let selection {
          throw Problems(
            Problem(
              .duplicateKey, "`\(entry.key)` says again what `\(selection.key)` says",
              at: entry.keyPlace, hint: "keep one of the two"))
        }
        selection = entry
        body.traits = try TraitSelection.decode(entry.value)
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return body
  }

  private static func field(
    _ entry: Node.Entry
  ) throws(Problems) -> OutputDeclaration.MessageField {
    guard let text = entry.value.scalar, !text.isEmpty else {
      throw .wrongShape(
        entry.value, expected: "a column or an expression for `\(entry.key)`",
        hint: entry.value.entries == nil
          ? nil : "build objects with the stage `attributes` and name its column here")
    }
    return OutputDeclaration.MessageField(
      name: entry.key, namePlace: entry.keyPlace,
      expression: Located(text, at: entry.value.place))
  }
}
