import StageKit
import Synchronization
import Table

/// The first rows that reach the end of a flow, and how many do.
final class RowSample: Sendable {
  private struct State {
    var rows: [[Value]] = []
    var count = 0
  }

  private let wanted: Int
  private let state = Mutex(State())

  init(_ wanted: Int) { self.wanted = wanted }

  func take(_ batch: Batch) {
    state.withLock { state in
      state.count += batch.rowCount
      for row in 0..<min(batch.rowCount, wanted - state.rows.count) {
        state.rows.append(batch.columns.map { $0[row] })
      }
    }
  }

  var result: (rows: [[Value]], count: Int) { state.withLock { ($0.rows, $0.count) } }
}

/// Lets the first rows of an input through, for `--limit`.
final class FirstRows: SequentialRunner {
  private let left: Mutex<Int>

  init(_ count: Int) { left = Mutex(count) }

  func process(_ batch: inout Batch, _ report: inout StageReport) {
    let kept = left.withLock { left in
      let kept = min(left, batch.rowCount)
      left -= kept
      return kept
    }
    report.counts.limited += batch.rowCount - kept
    if kept < batch.rowCount { batch.gather((0..<kept).map { UInt32($0) }) }
  }

  var isSatisfied: Bool { left.withLock { $0 == 0 } }
}
