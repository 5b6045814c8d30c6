import Bytes
import Synchronization
import Table

/// Pulls items one at a time, works on them on several threads, and commits the results in the order of the items.
///
/// ```
/// pull (one thread at a time) ──► work (any thread) ──► commit (in order, one thread at a time)
/// ```
/// Each thread takes an item through all three steps, so at most one item a thread is in memory and no queue is
/// needed; while one thread reads and inflates, another parses and a third writes. The first failure in the order of
/// items wins, whichever happened first.
struct OrderedWork<Item: Sendable>: Sendable {
  typealias Commit = @Sendable () throws(Problem) -> Void

  let threads: Int
  /// The next item, or nil at the end.
  let pull: @Sendable () throws(Problem) -> Item?
  /// What needs no order; returns what does.
  let work: @Sendable (Item) throws(Problem) -> Commit
  /// Asked after every commit: whether the rest may be left unread.
  var isSatisfied: @Sendable () -> Bool = { false }

  private struct Turn: Sendable {
    var next = 0
    var failure: Problem?
    var isOver = false
  }

  private struct Source: Sendable {
    var ticket = 0
    var isOver = false
  }

  func run() throws(Problem) {
    let source = Mutex(Source())
    let turn = Monitor(Turn())
    let body: @Sendable (Int) -> Void = { _ in
      while let (ticket, pulled) = self.take(source) {
        let commit = self.work(pulled)
        // Nobody else can have this turn, so the commit runs outside of the lock.
        let isOver = turn.wait(until: { $0.next == ticket || $0.isOver }, { $0.isOver })
        if isOver { return }
        var failure: Problem?
        do throws(Problem) { try commit() } catch { failure = error }
        let isLast = failure != nil || self.isSatisfied()
        if isLast { source.withLock { $0.isOver = true } }
        turn.update { turn in
          turn.next += 1
          if isLast {
            turn.failure = failure
            turn.isOver = true
          }
        }
      }
    }
    withThreads(threads, body)
    if let failure = turn.wait(until: { _ in true }, { $0.failure }) { throw failure }
  }

  /// The next item with its number; a failure to pull is an item that fails when its turn comes.
  private func take(_ source: borrowing Mutex<Source>) -> (Int, Result<Item, Problem>)? {
    source.withLock { source in
      if source.isOver { return nil }
      let pulled: Result<Item, Problem>
      do throws(Problem) {
        guard let item = try pull() else {
          source.isOver = true
          return nil
        }
        pulled = .success(item)
      } catch {
        source.isOver = true
        pulled = .failure(error)
      }
      defer { source.ticket += 1 }
      return (source.ticket, pulled)
    }
  }

  private func work(_ pulled: Result<Item, Problem>) -> Commit {
    do throws(Problem) {
      switch pulled {
      case .success(let item): return try work(item)
      case .failure(let problem): throw problem
      }
    } catch {
      return { () throws(Problem) in throw error }
    }
  }
}
