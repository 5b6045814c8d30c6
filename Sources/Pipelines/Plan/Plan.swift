import CustomerIO
import Expressions
import StageKit
import Table

/// A pipeline that can run: columns are positions, expressions are typed, nothing is left to look up.
public struct Plan: Sendable {
  public let document: PipelineDocument
  /// By name.
  public let inputs: [String: PlannedInput]
  /// The input that flows through the stages, and the positions of its columns that are read.
  public let main: PlannedInput
  public let mainNeeds: Set<Int>
  public let stages: [PlannedStage]
  public let output: PlannedOutput

  public var name: String { document.name }
}

/// A stage with what the stages after it ask of it.
public struct PlannedStage: Sendable {
  public let bound: BoundStage
  /// Positions of its output that are read later; the others are dropped on the way.
  public let needed: Set<Int>
  /// Positions that it reads of a join's other input.
  public let sideNeeds: Set<Int>
}

/// What the last stage's rows become.
public struct PlannedOutput: Sendable {
  public let encoder: MessageEncoder
  /// One a column of the encoder's batches: fields first, then attributes.
  public let expressions: [BoundExpression]
  /// Those columns by name: what another pipeline reads of this one.
  public let schema: Schema
  /// As the system takes it.
  public let path: String
  /// Whether the file's name asks for gzip.
  public var isCompressed: Bool { path.hasSuffix(".gz") }
  /// Columns of the last stage that are read.
  public var needs: Set<Int> { Set(expressions.flatMap(\.columns)) }
}
