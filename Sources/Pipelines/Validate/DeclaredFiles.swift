import Bytes
import StageKit
import Table

/// What a pipeline says of the files that it reads and of the one that it writes.
public struct DeclaredFiles: Sendable {
  /// What a file is to the pipeline.
  enum Role: Sendable {
    case input(InputDeclaration)
    case output(OutputDeclaration)
  }

  private let document: PipelineDocument

  /// - Throws: the mistakes that keep the document from being read; its stages are not looked at.
  public init(pipeline path: String, variables: Variables) throws(Problems) {
    document = try PipelineDocument.load(path: path, variables: variables)
  }

  init(_ document: PipelineDocument) { self.document = document }

  /// The paths of all inputs that are files, as the system takes them.
  var inputPaths: [String] {
    inputs.flatMap { $0.paths.map(document.resolve) }
  }

  private var inputs: [(declaration: InputDeclaration, paths: [String])] {
    document.inputs.compactMap { input in
      guard case .files(let paths) = input.source else { return nil }
      return (input, paths.map(\.value))
    }
  }

  /// The input or output whose path or pattern a file's path fits best, counted from its end.
  ///
  /// A file in another folder is known by its name; where a pipeline reads one input, by being there.
  /// - Throws: that it could be several, or none.
  func role(of path: String) throws(Problem) -> Role {
    var ranked = inputs.map { input in
      (
        role: Role.input(input.declaration),
        parts: input.paths.map { FileGlob.matchingParts($0, path) }.max() ?? 0
      )
    }
    let output = document.output
    ranked.append((.output(output), FileGlob.matchingParts(output.file.value, path)))
    let most = ranked.map(\.parts).max() ?? 0
    let best = most > 0 ? ranked.filter { $0.parts == most } : Array(ranked.dropLast())
    if best.count == 1 { return best[0].role }
    let names = inputs.map { "`\($0.declaration.name)` (\($0.paths.joined(separator: ", ")))" }
    throw Problem(
      .unknownInput,
      most > 0
        ? "the file fits several inputs of \(document.file)"
        : "the file has the name of no input of \(document.file)",
      at: Place(file: path),
      hint: names.isEmpty
        ? "it reads no files of its own"
        : "its inputs are \(names.joined(separator: "; ")); a file is known by its name")
  }
}
