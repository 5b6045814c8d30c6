import Bytes
import Table

/// Pulls items one at a time, works on them on several threads, and commits the results in the order of the items.
///
/// ```
/// lane 0   pull (one thread at a time) ──► work (any thread) ──► commit (in order, one thread at a time)
/// lane 1   pull                        ──► work              ──► commit ──► follow-up (likewise)
/// ```
/// A lane is a source of its own; several are open side by side, and know nothing of each other's order. A thread does
/// whatever is there to be done: it commits what is next in line, else follows a commit up, else pulls from the lane that
/// takes longest as long as few items wait, else works on the one that waits longest, else pulls from another lane, from
/// a spare one last. Pulling and committing, which only one thread at a time can do in a lane, thus never stand still
/// while there is room for what they give. The first failure in the order of lanes and items wins, whichever happened
/// first.
struct OrderedWork<Item: Sendable>: Sendable {
  typealias Commit = @Sendable () throws(Problem) -> FollowUp?
  /// What is done in the order of the commits as well, but beside the commits of later items.
  typealias FollowUp = @Sendable () -> Void

  /// One source of items.
  struct Lane: Sendable {
    /// The next item, or nil at the end.
    let pull: @Sendable () throws(Problem) -> Item?
    /// What needs no order; returns what does.
    let work: @Sendable (Item) throws(Problem) -> Commit
    /// Whether it is pulled from only by threads that have nothing else to do, which then work on the item at once.
    var isSpare = false
    /// About how much it has to give, in a measure common to all lanes.
    var bytes = 1
    /// Done after the last commit.
    var end: @Sendable () throws(Problem) -> Void = { () throws(Problem) in }
  }

  let threads: Int
  let lanes: [Lane]
  /// How many lanes are open at a time, the first that are not through.
  var sideBySide = 1
  /// Asked after every commit: whether the rest may be left unread.
  var isSatisfied: @Sendable () -> Bool = { false }

  private enum Task: Sendable {
    case pull(Int)
    case work(Int, ticket: Int, Item)
    case commit(Int, Result<Commit, Problem>)
    case follow(Int, FollowUp)
    case end(Int)
    case leave
  }

  private enum Urgency { case urgent, plain, spare }

  private struct LaneState: Sendable {
    let isSpare: Bool
    let bytes: Int
    /// Items pulled so far.
    var pulled = 0
    var waiting: [(ticket: Int, item: Item)] = []
    var isPulling = false
    var isDrained = false
    /// What can be committed once its turn comes, or failed before, by ticket.
    var finished: [Int: Result<Commit, Problem>] = [:]
    var committed = 0
    var isCommitting = false
    /// In the order of the commits.
    var followUps: [FollowUp] = []
    var isFollowing = false
    var isDone = false

    /// Items that are not through.
    var inFlight: Int {
      (isDone ? 0 : pulled - committed) + followUps.count + (isFollowing ? 1 : 0)
    }
    var canEnd: Bool { isDrained && inFlight == 0 && !isCommitting }
    /// Whether nothing of it is left to do.
    var isThrough: Bool { isDone && inFlight == 0 }
    /// Nothing of it is under way, and nothing more will be.
    mutating func close() {
      isDone = true
      waiting = []
      finished = [:]
    }
  }

  private struct State: Sendable {
    let threads: Int
    let sideBySide: Int
    var lanes: [LaneState]
    /// Ascending.
    var open: [Int] = []
    /// The first lane that has not been opened.
    var unopened = 0
    /// What the lanes have to give that are not drained, spare ones left out.
    private var left = 0
    var failure: Problem?

    init(threads: Int, lanes: [Lane], sideBySide: Int) {
      self.threads = threads
      self.sideBySide = sideBySide
      self.lanes = lanes.map { LaneState(isSpare: $0.isSpare, bytes: max(1, $0.bytes)) }
      left = self.lanes.reduce(0) { $0 + ($1.isSpare ? 0 : $1.bytes) }
      advance()
    }

    var isOver: Bool { open.isEmpty }
    private var inFlight: Int { open.reduce(0) { $0 + lanes[$1].inFlight } }

    /// What a thread is to do next; nil when it has to wait.
    func next() -> Task? {
      if isOver { return .leave }
      for lane in open where !lanes[lane].isCommitting && !lanes[lane].isDone {
        let state = lanes[lane]
        if let result = state.finished[state.committed] { return .commit(lane, result) }
        if state.canEnd { return .end(lane) }
      }
      for lane in open where !lanes[lane].isFollowing {
        if let followUp = lanes[lane].followUps.first { return .follow(lane, followUp) }
      }
      if let lane = toPull(.urgent) { return .pull(lane) }
      for lane in open {
        if let (ticket, item) = lanes[lane].waiting.first {
          return .work(lane, ticket: ticket, item)
        }
      }
      return (toPull(.plain) ?? toPull(.spare)).map { .pull($0) }
    }

    /// How soon to pull from a lane. One that has more to give than a thread's share of all that is left takes longest,
    /// so that it is never to stand still.
    private func urgency(_ lane: Int) -> Urgency {
      if lanes[lane].isSpare { return .spare }
      return lanes[lane].bytes * threads > left ? .urgent : .plain
    }

    /// The first lane of an urgency from which an item can be pulled, if there is room for one.
    ///
    /// A thread at an item of a spare lane is away for longer, so that more may wait for it.
    private func toPull(_ wanted: Urgency) -> Int? {
      guard inFlight < 2 * threads + 2 * open.count else { return nil }
      let mayWait = open.contains { lanes[$0].isSpare } ? 2 * threads : threads
      return open.first { index in
        let lane = lanes[index]
        return !lane.isPulling && !lane.isDrained && lane.waiting.count < mayWait
          && urgency(index) == wanted
      }
    }

    /// Notes that a thread does it.
    mutating func begin(_ task: Task) {
      switch task {
      case .pull(let lane): lanes[lane].isPulling = true
      case .work(let lane, _, _): lanes[lane].waiting.removeFirst()
      case .commit(let lane, _):
        lanes[lane].isCommitting = true
        lanes[lane].finished[lanes[lane].committed] = nil
      case .follow(let lane, _):
        lanes[lane].isFollowing = true
        lanes[lane].followUps.removeFirst()
      case .end(let lane): lanes[lane].isCommitting = true
      case .leave: break
      }
    }

    /// Takes a pulled item in.
    ///
    /// - Returns: that the thread is to work on it at once, while its bytes are in the processor's cache. From an urgent
    ///   lane it waits its turn instead: no later one can be committed before it.
    mutating func add(_ item: Item?, _ lane: Int) -> Task? {
      let urgency = urgency(lane)
      lanes[lane].isPulling = false
      guard let item, !lanes[lane].isDone else {
        drain(lane)
        return nil
      }
      let ticket = lanes[lane].pulled
      lanes[lane].pulled += 1
      if urgency != .urgent { return .work(lane, ticket: ticket, item) }
      lanes[lane].waiting.append((ticket, item))
      return nil
    }

    /// A failure to pull is an item that fails when its turn comes.
    mutating func fail(_ failure: Problem, _ lane: Int) {
      lanes[lane].isPulling = false
      drain(lane)
      guard !lanes[lane].isDone else { return }
      lanes[lane].finished[lanes[lane].pulled] = .failure(failure)
      lanes[lane].pulled += 1
    }

    mutating func finish(_ result: Result<Commit, Problem>, _ ticket: Int, _ lane: Int) {
      if !lanes[lane].isDone { lanes[lane].finished[ticket] = result }
    }

    mutating func committed(_ lane: Int, _ followUp: FollowUp?) {
      lanes[lane].isCommitting = false
      lanes[lane].committed += 1
      if let followUp { lanes[lane].followUps.append(followUp) }
    }

    mutating func followed(_ lane: Int) {
      lanes[lane].isFollowing = false
      advance()
    }

    /// Ends a lane, and with a failure all behind it.
    mutating func close(_ lane: Int, _ failure: Problem? = nil, andFollowing: Bool = false) {
      lanes[lane].isCommitting = false
      // A lane that is done failed already, or stands behind one that did.
      if let failure, !lanes[lane].isDone { self.failure = failure }
      for lane in andFollowing ? lane..<lanes.count : lane..<lane + 1 {
        drain(lane)
        lanes[lane].close()
      }
      advance()
    }

    /// Notes that nothing more comes from a lane.
    private mutating func drain(_ lane: Int) {
      if !lanes[lane].isDrained, !lanes[lane].isSpare { left -= lanes[lane].bytes }
      lanes[lane].isDrained = true
    }

    /// Opens lanes in place of those that are through.
    private mutating func advance() {
      open.removeAll { lanes[$0].isThrough }
      while open.count < sideBySide, unopened < lanes.count {
        if !lanes[unopened].isThrough { open.append(unopened) }
        unopened += 1
      }
    }
  }

  func run() throws(Problem) {
    let state = Monitor(
      State(threads: max(1, threads), lanes: lanes, sideBySide: max(1, sideBySide)))
    withThreads(threads) { _ in
      while perform(
        state.wait(
          until: { $0.next() != nil },
          { state in
            let task = state.next() ?? .leave
            state.begin(task)
            return task
          }), state)
      {}
    }
    if let failure = state.update({ $0.failure }) { throw failure }
  }

  /// Does one thing; false when there is nothing more to do.
  private func perform(_ task: Task, _ state: Monitor<State>) -> Bool {
    switch task {
    case .leave: return false
    case .pull(let lane):
      do throws(Problem) {
        let item = try lanes[lane].pull()
        if let task = state.update({ $0.add(item, lane) }) { return perform(task, state) }
      } catch {
        state.update { $0.fail(error, lane) }
      }
    case .work(let lane, let ticket, let item):
      let result: Result<Commit, Problem>
      do throws(Problem) {
        result = .success(try lanes[lane].work(item))
      } catch { result = .failure(error) }
      state.update { $0.finish(result, ticket, lane) }
    case .commit(let lane, let result):
      do throws(Problem) {
        let followUp = try result.get()()
        let isLast = isSatisfied()
        state.update { state in
          state.committed(lane, followUp)
          if isLast { state.close(0, andFollowing: true) }
        }
      } catch {
        state.update { $0.close(lane, error, andFollowing: true) }
      }
    case .follow(let lane, let followUp):
      followUp()
      state.update { $0.followed(lane) }
    case .end(let lane):
      do throws(Problem) {
        try lanes[lane].end()
        state.update { $0.close(lane) }
      } catch {
        state.update { $0.close(lane, error, andFollowing: true) }
      }
    }
    return true
  }
}

extension OrderedWork {
  /// Work with one source.
  init(
    threads: Int, pull: @escaping @Sendable () throws(Problem) -> Item?,
    work: @escaping @Sendable (Item) throws(Problem) -> Commit,
    isSatisfied: @escaping @Sendable () -> Bool = { false }
  ) {
    self.init(
      threads: threads, lanes: [Lane(pull: pull, work: work)], isSatisfied: isSatisfied)
  }
}
