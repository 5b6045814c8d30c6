import Bytes
import StageKit
import Table

/// A pipeline as it is written: shapes and places are checked, names are not yet looked up.
public struct PipelineDocument: Sendable {
  /// The file's name without its ending, unless the document says another.
  public let name: String
  public let description: String?
  public let text: DocumentText
  /// In the order of the document; the first flows in unless `from` says another.
  public let inputs: [InputDeclaration]
  /// The name of the input that flows through the stages.
  public let from: Located<String>
  public let stages: [StageDeclaration]
  public let output: OutputDeclaration
  public let tests: [TestDeclaration]

  /// As the user wrote the path.
  public var file: String { text.file }

  /// What the document's paths are relative to.
  public var folder: String { Path.directory(of: file) }

  /// A path of the document as the system takes it; `-` stays a standard stream.
  public func resolve(_ path: String) -> String {
    Path.isStandardStream(path) ? path : Path.join(folder, path)
  }

  /// The names of the pipelines whose rows this one reads, each once.
  public var pipelines: [Located<String>] {
    var names: [Located<String>] = []
    for input in inputs {
      if case .pipeline(let name) = input.source, !names.contains(where: { $0.value == name.value })
      {
        names.append(name)
      }
    }
    return names
  }
}
