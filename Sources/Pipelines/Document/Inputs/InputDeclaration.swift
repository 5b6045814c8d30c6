import StageKit
import Table

/// Where rows come from and how they are written, as one entry of `inputs:` says.
public struct InputDeclaration: Sendable {
  public enum Source: Sendable {
    /// Files and globs as the user wrote them, relative to the document.
    case files([Located<String>])
    /// The rows that another pipeline emits.
    case pipeline(Located<String>)
  }

  public let name: String
  public let place: Place
  public let source: Source
  /// Absent: the file's name decides, else a look into it.
  public let format: InputFormat?
  public let compression: Compression
  public let dialect: DialectDeclaration
  /// Columns or patterns with their types; the first match wins.
  public let types: [OrderedMap<Located<ValueType>>.Entry]
  public let header: HeaderDeclaration
  public let badRows: BadRows
  public let columns: ColumnContract
}

extension InputDeclaration {
  /// - Throws: every mistake in the entry at once.
  static func read(_ entry: Node.Entry) throws(Problems) -> InputDeclaration {
    let owner = "inputs.\(entry.key)"
    let options = try InputOptions.read(entry.value, of: owner)
    return InputDeclaration(
      name: entry.key, place: entry.keyPlace,
      source: try source(options, entry.value, owner), format: options.format,
      compression: options.compression, dialect: options.dialect,
      types: options.types.entries, header: options.header, badRows: options.badRows,
      columns: options.columns)
  }

  private static func source(
    _ options: InputOptions, _ node: Node, _ owner: String
  ) throws(Problems) -> Source {
    guard let pipeline = options.pipeline else {
      guard let path = options.path, !path.isEmpty else { throw .noSource(owner, at: node.place) }
      if let blank = path.first(where: { $0.value.isEmpty }) {
        throw Problems(Problem(.badValue, "a path is empty", at: blank.place))
      }
      return .files(path)
    }
    let others = (node.entries ?? []).filter { $0.key != "pipeline" }
    if !others.isEmpty {
      throw Problems(others.map { Problem.notForPipelines($0, owner) })
    }
    return .pipeline(pipeline)
  }
}

extension Problems {
  fileprivate static func noSource(_ owner: String, at place: Place) -> Problems {
    Problems(
      Problem(
        .missingKey, "`\(owner)` needs the key `path` or `pipeline`", at: place,
        hint: "path: a file, a glob or a list; pipeline: the name of another pipeline"))
  }
}

extension Problem {
  fileprivate static func notForPipelines(_ entry: Node.Entry, _ owner: String) -> Problem {
    Problem(
      .unknownKey, "`\(owner)` comes from a pipeline, which `\(entry.key)` has no meaning for",
      at: entry.keyPlace, hint: "remove it: the rows come with their own columns and types")
  }
}
