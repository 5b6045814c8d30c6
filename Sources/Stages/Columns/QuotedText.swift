import Expressions
import StageKit
import Table

extension String {
  /// The column of this name as an expression writes it, whatever characters it has.
  var asColumn: String { quoted("\"") }

  /// This text as an expression writes it.
  var asLiteral: String { quoted("'") }

  private func quoted(_ mark: Character) -> String {
    var text = String(mark)
    for character in self {
      text.append(character)
      if character == mark { text.append(mark) }
    }
    text.append(mark)
    return text
  }
}

extension ExpressionText {
  /// An expression that a stage writes itself, with the place of what asked for it.
  static func made(_ text: String, at place: Place) throws(Problems) -> ExpressionText {
    ExpressionText(try Expression.parse(text, at: place), at: place)
  }
}
