import CustomerIO
import Formats
import Table

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
  /// What a pipeline says of the file, where one was named.
  public var declared = Declared()

  /// What a pipeline knows of its own files beyond how they are written.
  public struct Declared: Sendable, Equatable {
    /// The name of the input that the file is a part of.
    public var input: String?
    /// The types of the columns, in their order; empty where none are declared.
    public var types: [ValueType] = []
    /// Whether keys that the first rows do not have break the contract.
    public var isFrozen = false
    /// False for CSV whose columns the pipeline names.
    public var hasHeader = true
    /// Limits that replace those of Customer.io's rules.
    public var limits: [RuleCode: Int] = [:]

    public init() {}
  }

  /// In a few words, for the report.
  public var description: String {
    let format = container == .csv ? "CSV (\(dialect.name))" : "NDJSON"
    if let input = declared.input { return "the input `\(input)`, \(format)" }
    guard let wire else { return "a table, \(format)" }
    guard let kind else { return "messages of \(wire.rawValue), \(format)" }
    return "\(kind.rawValue) of \(wire.rawValue), \(format)"
  }

  /// Whether each record is a message that names its own type.
  var isTyped: Bool { wire == .pipelines || wire == .track }
}
