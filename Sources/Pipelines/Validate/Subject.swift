import CustomerIO
import Formats

/// What a file is taken to be: its container, and whose messages its records are.
public struct Subject: Sendable, Equatable {
  /// How records stand in the file.
  public enum Container: String, Sendable {
    case csv
    case ndjson
  }

  public var container: Container
  public var dialect: Dialect
  /// The interface that takes the records in; nil for a plain table, which no rule of Customer.io holds for.
  public var wire: WireForm?
  /// What each row is, where rows do not say so themselves.
  public var kind: MessageKind?

  /// In a few words, for the report.
  public var description: String {
    let format = container == .csv ? "CSV (\(dialect.name))" : "NDJSON"
    guard let wire else { return "a table, \(format)" }
    guard let kind else { return "messages of \(wire.rawValue), \(format)" }
    return "\(kind.rawValue) of \(wire.rawValue), \(format)"
  }

  /// Whether each record is a message that names its own type.
  var isTyped: Bool { wire == .pipelines || wire == .track }
}
