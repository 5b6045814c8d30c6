import Bytes
import Table

/// Pulls items one at a time, works on them on several threads, and commits the results in the order of the items.
///
/// ```
/// pull (one thread at a time) ──► work (any thread) ──► commit (in order, one thread at a time)
/// ```
/// A thread does whatever is there to be done: it commits what is next in line, else pulls as long as few items wait,
/// else works on the one that waits longest. Pulling and committing, which only one thread at a time can do, thus never
/// stand still while there is room for what they give: two items a thread, and two more, are under way at most. The
/// first failure in the order of items wins, whichever happened first.
struct OrderedWork<Item: Sendable>: Sendable {
  typealias Commit = @Sendable () throws(Problem) -> Void

  let threads: Int
  /// The next item, or nil at the end.
  let pull: @Sendable () throws(Problem) -> Item?
  /// What needs no order; returns what does.
  let work: @Sendable (Item) throws(Problem) -> Commit
  /// Asked after every commit: whether the rest may be left unread.
  var isSatisfied: @Sendable () -> Bool = { false }

  private enum Task: Sendable {
    case pull
    case work(Int, Item)
    case commit(Result<Commit, Problem>)
    case leave
  }

  private struct State: Sendable {
    let threads: Int
    /// Items pulled so far.
    var pulled = 0
    var waiting: [(ticket: Int, item: Item)] = []
    var isPulling = false
    var isDrained = false
    /// What can be committed once its turn comes, or failed before, by ticket.
    var finished: [Int: Result<Commit, Problem>] = [:]
    var committed = 0
    var isCommitting = false
    var failure: Problem?
    var isOver = false

    init(threads: Int) { self.threads = threads }

    var isIdle: Bool { !canCommit && !canPull && waiting.isEmpty && !isOver }
    private var canCommit: Bool { !isCommitting && finished[committed] != nil }
    private var canPull: Bool {
      !isPulling && !isDrained && waiting.count < threads
        && pulled - committed < 2 * threads + 2
    }

    /// What a thread is to do next; ``isIdle`` must not hold.
    mutating func take() -> Task {
      if isOver { return .leave }
      if canCommit, let commit = finished.removeValue(forKey: committed) {
        isCommitting = true
        return .commit(commit)
      }
      if canPull {
        isPulling = true
        return .pull
      }
      let (ticket, item) = waiting.removeFirst()
      return .work(ticket, item)
    }

    /// Takes a pulled item in.
    ///
    /// - Returns: that the thread is to work on it at once, while its bytes are in the processor's cache; only when
    ///   none waits for the other threads, it waits for them.
    mutating func add(_ item: Item?) -> Task? {
      isPulling = false
      guard let item else {
        isDrained = true
        leaveIfDone()
        return nil
      }
      defer { pulled += 1 }
      if !waiting.isEmpty || threads == 1 { return .work(pulled, item) }
      waiting.append((pulled, item))
      return nil
    }

    /// A failure to pull is an item that fails when its turn comes.
    mutating func add(_ failure: Problem) {
      isPulling = false
      isDrained = true
      finished[pulled] = .failure(failure)
      pulled += 1
    }

    mutating func committed(_ failure: Problem?, isLast: Bool) {
      isCommitting = false
      committed += 1
      self.failure = failure
      isOver = isLast
      leaveIfDone()
    }

    private mutating func leaveIfDone() {
      if isDrained, committed == pulled { isOver = true }
    }
  }

  func run() throws(Problem) {
    let state = Monitor(State(threads: max(1, threads)))
    withThreads(threads) { _ in
      while perform(state.wait(until: { !$0.isIdle }, { $0.take() }), state) {}
    }
    if let failure = state.update({ $0.failure }) { throw failure }
  }

  /// Does one thing; false when there is nothing more to do.
  private func perform(_ task: Task, _ state: Monitor<State>) -> Bool {
    switch task {
    case .leave: return false
    case .pull:
      do throws(Problem) {
        let item = try pull()
        if let task = state.update({ $0.add(item) }) { return perform(task, state) }
      } catch {
        state.update { $0.add(error) }
      }
    case .work(let ticket, let item):
      let outcome: Result<Commit, Problem>
      do throws(Problem) { outcome = .success(try work(item)) } catch { outcome = .failure(error) }
      state.update { $0.finished[ticket] = outcome }
    case .commit(let outcome):
      var failure: Problem?
      do throws(Problem) { try outcome.get()() } catch { failure = error }
      let isLast = failure != nil || isSatisfied()
      state.update { [failure] in $0.committed(failure, isLast: isLast) }
    }
    return true
  }
}
