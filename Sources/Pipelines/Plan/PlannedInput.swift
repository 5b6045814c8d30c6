import Formats
import StageKit
import Table

/// An input whose files, format and columns are known.
public struct PlannedInput: Sendable {
  public enum Source: Sendable {
    case files([File])
    /// The rows that another pipeline emits.
    case pipeline(String)
  }

  /// One part of an input.
  public struct File: Sendable {
    /// As problems name it.
    public var path: String
    /// Bytes as it lies on disk; nil for standard input and devices.
    public var bytes: Int?

    /// Whether its bytes come once.
    var isStream: Bool { bytes == nil }

    /// A guess of the decompressed size; 0 when unknown.
    var expectedBytes: Int { (bytes ?? 0) * (path.hasSuffix(".gz") ? 4 : 1) }
  }

  public let declaration: InputDeclaration
  public let source: Source
  public let format: InputFormat
  public let schema: Schema

  public var name: String { declaration.name }
  public var dialect: Dialect { declaration.dialect.dialect }

  /// The column names when the files have no header line.
  var headerNames: [String]? {
    if case .names(let names) = declaration.header { return names }
    return nil
  }

  public var files: [File] {
    if case .files(let files) = source { return files }
    return []
  }

  /// A guess of the decompressed size, for choosing how many partitions a stage needs; 0 when unknown.
  var expectedBytes: Int { files.reduce(0) { $0 + $1.expectedBytes } }
}
