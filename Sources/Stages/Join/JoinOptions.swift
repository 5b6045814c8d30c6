import Expressions
import StageKit
import Table

/// The `on:` of a join: pairs of expressions, one for each side.
public struct JoinKeys: OptionValue {
  public struct Pair: Sendable {
    public var left: ExpressionText
    public var right: ExpressionText

    public init(left: ExpressionText, right: ExpressionText) {
      self.left = left
      self.right = right
    }
  }

  public var pairs: [Pair] = []

  public init(_ pairs: [Pair] = []) { self.pairs = pairs }

  public static func decode(_ node: Node) throws(Problems) -> JoinKeys {
    guard let entries = node.entries else {
      let both = try [ExpressionText].decode(node)
      return JoinKeys(both.map { Pair(left: $0, right: $0) })
    }
    var keys = JoinKeys()
    var problems: [Problem] = []
    for entry in entries {
      do throws(Problems) {
        let left = try ExpressionText.decode(
          Node(.scalar(entry.key, isQuoted: false), at: entry.keyPlace))
        keys.pairs.append(Pair(left: left, right: try ExpressionText.decode(entry.value)))
      } catch { problems += error.all }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return keys
  }

  public static var shape: Shape {
    .either([.named("column"), .list(.named("column")), .map(.named("expression"))])
  }
  public var written: String? { nil }
}

/// The `take:` of a join: columns of the other input with the names they get.
public struct TakenColumns: OptionValue {
  public var columns: [(name: String, source: String, place: Place)]

  public static func decode(_ node: Node) throws(Problems) -> TakenColumns {
    if let entries = node.entries {
      var taken = TakenColumns(columns: [])
      for entry in entries {
        taken.columns.append((entry.key, try String.decode(entry.value), entry.value.place))
      }
      return taken
    }
    var taken = TakenColumns(columns: [])
    for item in node.items ?? [node] {
      let name = try String.decode(item)
      taken.columns.append((name, name, item.place))
    }
    return taken
  }

  public static var shape: Shape { .either([.list(.named("column")), .map(.named("column"))]) }
  public var written: String? { nil }

  /// The positions of the columns to add; without a `take:` all but those that are a key.
  static func resolve(
    _ options: Join.Options, _ side: Schema, _ keys: [JoinPair], _ context: BindContext
  ) throws(Problems) -> [(name: String, index: Int)] {
    if options.kind == .semi || options.kind == .anti {
      guard let take = options.take, let first = take.columns.first else { return [] }
      throw Problems(
        Problem(
          .wrongShape, "a \(options.kind.rawValue) join takes no columns", at: first.place,
          hint: "use `kind: inner` or `kind: left`"))
    }
    var problems: [Problem] = []
    var found: [(name: String, index: Int)] = []
    func add(_ name: String, _ index: Int, _ place: Place) {
      if context.schema.index(of: name) != nil || found.contains(where: { $0.name == name }) {
        problems.append(
          Problem(
            .nameClash, "the join would make a second column `\(name)`", at: place,
            hint: "give it another name: take: { \(options.with)_\(name): \(side[index].name) }"))
      } else {
        found.append((name, index))
      }
    }
    if let take = options.take {
      for column in take.columns {
        guard let index = side.index(of: column.source) else {
          problems.append(
            Problem(
              .unknownColumn, "`\(options.with)` has no column `\(column.source)`",
              at: column.place,
              hint: Suggestion.hint(for: column.source, among: side.names)))
          continue
        }
        add(column.name, index, column.place)
      }
    } else {
      let isKey = Set(keys.compactMap(\.right.columnIndex))
      for (index, field) in side.fields.enumerated() where !isKey.contains(index) {
        add(field.name, index, context.place)
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return found
  }
}
