import Expressions
import StageKit
import Table

/// The `columns:` of a rank stage, in the order they are written.
public struct RankColumns: OptionValue {
  public enum Style: String, Sendable, CaseIterable {
    case rowNumber = "row_number"
    case rank
    case denseRank = "dense_rank"
  }

  public enum Function: Sendable {
    case numbering(Style, OrderText)
    /// Rows whose expression is not null; all rows without one.
    case count(ExpressionText?)
  }

  public struct Column: Sendable {
    public var name: String
    public var place: Place
    public var function: Function

    var summary: String {
      switch function {
      case .numbering(let style, let order): "\(name) = \(style.rawValue) by \(order.text)"
      case .count(let text): "\(name) = count of \(text?.text ?? "rows")"
      }
    }
  }

  public var columns: [Column] = []

  public init() {}

  private static let functionNames = Style.allCases.map(\.rawValue) + ["count"]

  public static func decode(_ node: Node) throws(Problems) -> RankColumns {
    guard let entries = node.entries else {
      throw .wrongShape(node, expected: "a map of new column to function")
    }
    var found = RankColumns()
    var problems: [Problem] = []
    for entry in entries {
      do throws(Problems) {
        found.columns.append(
          Column(name: entry.key, place: entry.keyPlace, function: try function(entry.value)))
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return found
  }

  private static func function(_ node: Node) throws(Problems) -> Function {
    guard let entries = node.entries, entries.count == 1, let only = entries.first else {
      throw .wrongShape(
        node, expected: "one function, such as { row_number: updated DESC }",
        hint: "functions: " + functionNames.joined(separator: ", "))
    }
    if only.key == "count" {
      return .count(only.value.scalar == "*" ? nil : try ExpressionText.decode(only.value))
    }
    guard let style = Style(rawValue: only.key) else {
      throw Problems(
        Problem(
          .unknownFunction, "`rank` has no function `\(only.key)`", at: only.keyPlace,
          hint: Suggestion.hint(for: only.key, among: functionNames)))
    }
    return .numbering(style, try OrderText.decode(only.value))
  }

  public static var shape: Shape { .map(.map(.named("order"))) }
  public var written: String? { nil }
}
