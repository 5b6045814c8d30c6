import Bytes
import StageKit
import Table

extension PipelineDocument {
  /// Reads a document from its file; `-` is standard input.
  ///
  /// - Parameter path: as the user wrote it; problems name it so.
  /// - Throws: every mistake at once, as ``parse(text:file:variables:)`` does, or why it cannot be read.
  public static func load(
    path: String, variables: Variables = Variables(),
    check: (StageDeclaration) throws(Problems) -> Void = { _ in }
  ) throws(Problems) -> PipelineDocument {
    try parse(text: try text(of: path), file: path, variables: variables, check: check)
  }

  private static func text(of path: String) throws(Problems) -> String {
    let buffer = ByteBuffer()
    do throws(FileError) {
      let file = try InputFile(path: path)
      while try file.read(into: buffer, upTo: 64 << 10) > 0 && buffer.count <= maximumBytes {}
    } catch {
      throw Problems(
        Problem(
          .documentUnreadable, "\(error)", at: Place(file: path), hint: hint(error)))
    }
    guard firstInvalidUTF8(buffer.bytes) == nil else {
      throw Problems(
        Problem(
          .documentUnreadable, "the file is not UTF-8 text", at: Place(file: path),
          hint: "a pipeline is a YAML file; save it as UTF-8"))
    }
    return buffer.text
  }

  /// What is longer is refused as YAML, with its length.
  private static var maximumBytes: Int { 17 << 20 }

  private static func hint(_ error: FileError) -> String? {
    switch error.kind {
    case .notFound: "paths are relative to the folder you are in"
    case .permission: "ask for the right to read it, or run as its owner"
    case .isDirectory, .noSpace, .brokenPipe, .other: nil
    }
  }
}

extension PipelineDocument {
  /// The documents that a path of the command line stands for: itself, or those right in a folder.
  ///
  /// - Returns: paths in byte order of their names; a folder without documents is a problem.
  public static func files(at path: String) throws(Problems) -> [String] {
    do throws(FileError) {
      guard let entry = try FileEntry.find(path), entry.kind == .folder else { return [path] }
      let found =
        try Folder.files(in: path, withExtension: "yaml")
        + Folder.files(in: path, withExtension: "yml")
      if !found.isEmpty { return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    } catch {
      throw Problems(
        Problem(.documentUnreadable, "\(error)", at: Place(file: path), hint: hint(error)))
    }
    throw Problems(
      Problem(
        .documentUnreadable, "the folder has no pipelines", at: Place(file: path),
        hint: "pipelines are files that end in .yaml or .yml, right in the folder"))
  }
}
