import Bytes
import Synchronization
import Table

/// Takes down where the time of a run goes: what each step of a pipeline takes, of all threads together.
final class Profiler: Sendable {
  /// A part of a pipeline that time is spent in.
  enum Step: Hashable, Sendable {
    /// Reading, inflating and parsing an input.
    case reading(RunAccount.InputKey)
    /// With what a stage lays aside and reads back.
    case stage(Int)
    /// Making messages, writing and fingerprinting them.
    case output
  }

  /// What a step took.
  struct Use: Sendable, Equatable {
    var time = Duration.zero
    /// Of the cells that left it.
    var bytes = 0
    /// The most that the process held when the step had just been at work.
    var memory = 0
  }

  private let uses = Mutex<[Step: Use]>([:])

  /// The most that the process has held up to now.
  var mostMemory: Int {
    // The kernel's two counts lag behind by a little, each by its own.
    uses.withLock { uses in uses.values.reduce(peakMemory) { max($0, $1.memory) } }
  }

  subscript(step: Step) -> Use { uses.withLock { $0[step] ?? Use() } }

  /// Does something, and takes down what it took.
  func timed<Result, Failure: Error>(
    _ step: Step, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = ContinuousClock.now
    let result = try body()
    let time = ContinuousClock.now - start
    let memory = residentMemory
    uses.withLock { uses in
      uses[step, default: Use()].time += time
      uses[step, default: Use()].memory = max(uses[step]?.memory ?? 0, memory)
    }
    return result
  }

  /// Takes down what came of a step.
  func left(_ step: Step, bytes: Int) {
    uses.withLock { $0[step, default: Use()].bytes += bytes }
  }
}

extension Batch {
  /// Bytes of all cells, as they are held.
  var cellBytes: Int { columns.reduce(0) { $0 + $1.cellBytes } }
}

extension Column {
  fileprivate var cellBytes: Int {
    switch values {
    case .pruned, .constant: 0
    case .text(_, let slices), .json(_, let slices): slices.reduce(0) { $0 + $1.count }
    case .integers(let values, _): values.count * MemoryLayout<Int64>.stride
    case .doubles(let values, _): values.count * MemoryLayout<Double>.stride
    case .booleans(let values): values.count
    case .instants(let values): values.count * MemoryLayout<Instant>.stride
    }
  }
}
