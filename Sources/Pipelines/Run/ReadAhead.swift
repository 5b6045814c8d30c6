import Bytes
import StageKit
import Synchronization
import Table

/// The main input's first rows, read by threads that have nothing else to do while the other sides of joins are read.
///
/// They are taken through the stages before the first join and laid aside, with the bytes that they came with where
/// these can reach the output. When the sides are all in, they go on before the rest of the input, and only then does the
/// account take them in, so where reading ahead stopped leaves no trace in anything that a run gives.
final class ReadAhead: Sendable {
  /// What came of one chunk.
  enum Item: Sendable {
    case rows(SpillFile.Extent, RunAccount.Entry)
    /// Reading or a stage failed here.
    case failure(Problem)
  }

  private struct State {
    /// By part, in order.
    var items: [Int: ArraySlice<Item>] = [:]
    var openSides: Int
    /// Rejects that the items hold in memory.
    var rejects = 0
    var failedParts: Set<Int> = []
    var isStopped = false
  }

  /// Past so many rejects nothing more is read ahead.
  private static let maximumRejects = 1000

  /// The stages before the first join.
  let steps: [Segment.Step]
  /// Whether rows keep the bytes that they came with.
  private let keepsRaw: Bool
  private let spill: SpillFile
  private let state: Mutex<State>

  init(steps: [Segment.Step], sides: Int, keepsRaw: Bool, folder: String) {
    self.steps = steps
    self.keepsRaw = keepsRaw
    spill = SpillFile(folder: folder, memory: 4 << 20)
    state = Mutex(State(openSides: sides))
  }

  /// Whether another chunk is to be read ahead.
  var goesOn: Bool {
    state.withLock { $0.openSides > 0 && !$0.isStopped && $0.rejects < Self.maximumRejects }
  }

  func endSide() { state.withLock { $0.openSides -= 1 } }

  /// Lets nothing more be read ahead.
  func stop() { state.withLock { $0.isStopped = true } }

  /// A batch and what there is to tell of it as an item, on any thread.
  func layAside(_ batch: Batch, _ entry: RunAccount.Entry) throws(Problem) -> Item {
    var entry = entry
    entry.ownBytesOfRejects()
    return .rows(try spill.append(BatchFrame.encode(batch, withRaw: keepsRaw)), entry)
  }

  /// Takes an item in; in the order of its part. Behind a failure nothing of the part counts.
  func append(_ item: Item, part: Int) {
    state.withLock { state in
      guard !state.failedParts.contains(part) else { return }
      switch item {
      case .rows(_, let entry): state.rejects += entry.rejectCount
      case .failure:
        state.failedParts.insert(part)
        state.isStopped = true
      }
      state.items[part, default: []].append(item)
    }
  }

  /// The next item of a part, until all have been given.
  func next(part: Int) -> Item? {
    state.withLock { $0.items[part]?.popFirst() }
  }

  func load(_ extent: SpillFile.Extent) throws(Problem) -> Batch {
    BatchFrame.decode(try spill.take(extent))
  }
}
