import Expressions
import Table

/// A stage whose columns are positions and whose expressions are typed; knows no document.
public struct BoundStage: Sendable {
  /// How much a stage must hold in memory at once.
  public enum Memory: String, Sendable {
    /// A batch.
    case streaming
    /// The `--memory` budget, past which it works on disk.
    case bounded
  }

  /// The word in the document.
  public var name: String
  /// What it does here, in one line, for `sluice plan`.
  public var summary: String
  public var output: Schema
  public var memory: Memory
  /// Which columns it reads when those positions of its output are asked for.
  public var needs: @Sendable (_ outputs: Set<Int>) -> Set<Int>
  public var work: Work
  /// Whether it only leaves rows out, each by its own cells: what it does not read may be made after it.
  public var isFilter: Bool

  public init(
    _ name: String, _ summary: String, output: Schema, memory: Memory = .streaming,
    isFilter: Bool = false,
    needs: @escaping @Sendable (_ outputs: Set<Int>) -> Set<Int>, work: Work
  ) {
    self.name = name
    self.summary = summary
    self.output = output
    self.memory = memory
    self.needs = needs
    self.work = work
    self.isFilter = isFilter
  }
}

/// How a stage runs.
public enum Work: Sendable {
  /// Each batch on its own, on any thread.
  case streaming(any StreamingRunner)
  /// Batch by batch in input order.
  case sequential(@Sendable () -> any SequentialRunner)
  /// All rows go in before the first comes out.
  case whole(@Sendable (RunContext) -> any WholeRunner)
  /// Another input goes in first.
  case join(SideInput, @Sendable (RunContext) -> any JoinRunner)
}

/// The other input of a join: which one, which of its rows and columns.
public struct SideInput: Sendable {
  public var input: String
  /// Keeps the rows for which it is true.
  public var condition: BoundExpression?
  /// Positions in the input's schema that are read when those positions of the output are asked for.
  public var columns: @Sendable (_ outputs: Set<Int>) -> Set<Int>

  public init(
    input: String, condition: BoundExpression?,
    columns: @escaping @Sendable (_ outputs: Set<Int>) -> Set<Int>
  ) {
    self.input = input
    self.condition = condition
    self.columns = columns
  }
}
