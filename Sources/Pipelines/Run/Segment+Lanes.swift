import Bytes
import Synchronization
import Table

/// How segments are handed out to threads.
extension Segment {
  /// Runs segments side by side, each to its end, and the parts of their inputs where that is possible.
  static func run(_ segments: [Segment], _ settings: RunSettings) throws(Problem) {
    let work = OrderedWork<Feed.Item>(
      threads: settings.threads,
      lanes: segments.flatMap { $0.lanes(settings) },
      sideBySide: max(segments.count { !$0.isAhead }, settings.threads),
      isSatisfied: { segments.contains(where: \.isSatisfied) })
    try work.run()
  }

  private func lanes(_ settings: RunSettings) -> [OrderedWork<Feed.Item>.Lane] {
    let open = Monitor(takesParts ? feed.partCount : 1)
    func lane(
      _ part: Int, _ next: @escaping @Sendable () throws(Problem) -> Feed.Item?
    ) -> OrderedWork<Feed.Item>.Lane {
      OrderedWork<Feed.Item>.Lane(
        pull: { () throws(Problem) in
          try settings.stopIfCancelled()
          return try self.account.timed(self.source) { () throws(Problem) in try next() }
        },
        work: { (item) throws(Problem) in try self.process(item, part: part) },
        isSpare: isAhead,
        bytes: feed.expectedBytes(part: part),
        end: { () throws(Problem) in
          try open.update { (open: inout Int) throws(Problem) in
            open -= 1
            try self.endPart(part, isLast: open == 0)
          }
        })
    }
    if takesParts {
      return (0..<feed.partCount).map { part in
        lane(part) { () throws(Problem) in try self.next(part) }
      }
    }
    let position = Mutex(0)
    return [
      lane(0) { () throws(Problem) in
        while true {
          let part = position.withLock { $0 }
          if part == self.feed.partCount { return nil }
          if let item = try self.next(part) { return item }
          position.withLock { $0 += 1 }
        }
      }
    ]
  }

  private func next(_ part: Int) throws(Problem) -> Feed.Item? {
    guard case .ahead(let own) = terminal else {
      guard let item = ahead?.next(part: part) else { return try feed.next(part: part) }
      // Thrown here, so that nobody asks a reader on that has failed.
      if case .failure(let failure) = item { throw failure }
      return .ahead(item)
    }
    guard own.goesOn else { return nil }
    do throws(Problem) {
      return try feed.next(part: part)
    } catch {
      own.stop()
      return .ahead(.failure(error))
    }
  }

  private var isAhead: Bool { if case .ahead = terminal { true } else { false } }

  /// Whether the parts of the feed may come side by side.
  private var takesParts: Bool {
    let isSequential = steps.contains { step in
      if case .sequential = step.work { true } else { false }
    }
    return switch terminal {
    case .whole(let runner, _): runner.takesParts && !isSequential
    case .sides, .ahead: true
    case .output, .sample: false
    }
  }

  private func endPart(_ part: Int, isLast: Bool) throws(Problem) {
    guard case .sides(let sides) = terminal else { return }
    for side in sides {
      try account.timed(.stage(side.stage)) { () throws(Problem) in
        try side.runner.endSide(part: part, isLast: isLast)
      }
    }
    if isLast { hasEnded() }
  }

  /// Whether no further row can leave, so that reading may stop.
  private var isSatisfied: Bool {
    steps.contains { step in
      if case .sequential(let runner) = step.work { return runner.isSatisfied }
      return false
    }
  }
}
