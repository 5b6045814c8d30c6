import Bytes
import StageKit
import Synchronization
import Table

/// Sorted runs on disk, merged block by block.
///
/// A heap holds the runs by the key of their next row; equal keys go by the number of the run, which keeps ties in
/// input order. The merge itself only compares keys; columns are put together by whoever loads the batch.
final class MergedRuns: BatchSource {
  /// Where a run stands.
  fileprivate struct Cursor {
    let blocks: [SpillFile.Extent]
    var nextBlock = 0
    var block: Batch?
    var keys: (buffer: ByteBuffer, cells: [Slice])
    var row = 0
    /// Index of the block among the sources of the batch in the making; -1 while none of its rows is taken.
    var source = -1

    var key: Range<Int> { keys.cells[row].range }
  }

  fileprivate struct State {
    var cursors: [Cursor]
    /// Runs that have rows left; the one with the first key is at the front.
    var heap: [Int] = []
  }

  private let file: SpillFile
  private let state: Mutex<State>

  init(_ runs: [SpilledRun], file: SpillFile) throws(Problem) {
    self.file = file
    var cursors: [Cursor] = []
    for run in runs {
      var cursor = Cursor(blocks: run.blocks, keys: (ByteBuffer(capacity: 0), []))
      _ = try MergedRuns.advance(&cursor, file)
      cursors.append(cursor)
    }
    var state = State(cursors: cursors)
    for run in cursors.indices where cursors[run].block != nil { state.push(run) }
    self.state = Mutex(state)
  }

  func next() throws(Problem) -> PendingBatch? {
    try state.withLock { (state: inout State) throws(Problem) -> PendingBatch? in
      guard !state.heap.isEmpty else { return nil }
      var merge = BlockMerge()
      for run in state.cursors.indices { state.cursors[run].source = -1 }
      while merge.rowCount < SortRun.batchRows, let run = state.heap.first {
        if state.cursors[run].source < 0, let block = state.cursors[run].block {
          state.cursors[run].source = merge.add(block)
        }
        merge.take(state.cursors[run].row, of: state.cursors[run].source)
        state.cursors[run].row += 1
        if state.cursors[run].row == state.cursors[run].keys.cells.count {
          guard try MergedRuns.advance(&state.cursors[run], file) else {
            state.pop()
            continue
          }
        }
        state.siftDown()
      }
      return PendingBatch { [merge] _ in merge.batch }
    }
  }

  /// Loads a run's next block; false at its end.
  private static func advance(_ cursor: inout Cursor, _ file: SpillFile) throws(Problem) -> Bool {
    guard cursor.nextBlock < cursor.blocks.count else {
      cursor.block = nil
      return false
    }
    var block = BatchFrame.decode(try file.take(cursor.blocks[cursor.nextBlock]))
    cursor.nextBlock += 1
    cursor.row = 0
    cursor.source = -1
    if case .text(let buffer, let cells)? = block.columns.popLast()?.values {
      cursor.keys = (buffer, cells)
    }
    cursor.block = block
    return true
  }
}

extension MergedRuns.State {
  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let difference = cursors[left].keys.buffer.compare(
      cursors[left].key, cursors[right].keys.buffer, cursors[right].key)
    return difference != 0 ? difference < 0 : left < right
  }

  fileprivate mutating func push(_ run: Int) {
    heap.append(run)
    var child = heap.count - 1
    while child > 0, isBefore(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  fileprivate mutating func pop() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    siftDown()
  }

  /// Puts the front, whose key has grown, in its place.
  fileprivate mutating func siftDown() {
    var parent = 0
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if isBefore(heap[child], heap[first]) { first = child }
      }
      if first == parent { return }
      heap.swapAt(parent, first)
      parent = first
    }
  }
}
