import Bytes
import Formats
import StageKit
import Synchronization
import Table

/// One pipeline at work: from its plan to published files and an account that balances.
final class PipelineRun: Sendable {
  private let plan: Plan
  private let settings: RunSettings
  private let files: FileTable
  /// Rows that pipelines before this one emitted, by their names.
  private let captured: [String: SpilledRows]
  private let readings = Monitor<[Int: FileSource.Reading]>([:])
  private let rowsRead = Monitor(0)
  private let totalBytes: Int

  init(
    _ plan: Plan, _ settings: RunSettings, files: FileTable, captured: [String: SpilledRows]
  ) {
    self.plan = plan
    self.settings = settings
    self.files = files
    self.captured = captured
    var sizes = plan.main.files.map(\.bytes)
    for side in PipelineRun.sides(plan) { sizes += side.files.map(\.bytes) }
    totalBytes = sizes.contains(nil) ? 0 : sizes.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// The other inputs of the plan's joins, in order.
  private static func sides(_ plan: Plan) -> [PlannedInput] {
    plan.stages.compactMap { stage in
      guard case .join(let side, _) = stage.bound.work else { return nil }
      return plan.inputs[side.input]
    }
  }

  /// - Parameter publishes: whether files are written; a pipeline that only others read has none.
  /// - Parameter capturing: whether the emitted rows are kept for other pipelines.
  func run(publishes: Bool, capturing: Bool) throws(Problem) -> RunResult {
    let started = ContinuousClock.now
    let path = plan.output.path
    let isWritten = publishes && !settings.isDryRun
    let rejects = RejectsWriter(
      path: PipelineRun.rejectsPath(path), folder: settings.scratch, isWritten: isWritten)
    let writer =
      isWritten
      ? try OutputWriter(path: path, gzipLevel: plan.output.isCompressed ? 1 : nil) : nil
    do throws(Problem) {
      let account = RunAccount(
        plan, inputs: [plan.main] + PipelineRun.sides(plan), rejects: rejects, files: files,
        profiler: settings.isProfiled ? Profiler() : nil
      ) { [weak self] rows in self?.tell(rows) }
      let kept =
        capturing
        ? SpilledRows(context: context(share: 8, expecting: 0, .output, account), memory: 4 << 20)
        : nil
      let header = ByteBuffer(capacity: 256)
      plan.output.encoder.header(into: header)
      try writer?.write(header)
      try flow(
        account, .output(OutputTerminal(output: plan.output, writer: writer, captured: kept)))
      let ledger = account.ledger
      if let first = ledger.imbalances.first {
        throw Problem(.ledgerUnbalanced, "the account of rows does not balance: \(first)")
      }
      var result = RunResult(
        plan: plan, ledger: ledger, files: readFiles(), unknownKeys: unknownKeys(account),
        duration: ContinuousClock.now - started, profiler: account.profiler)
      result.captured = kept
      if let writer {
        result.output = try writer.finish()
        // The stages are through: their memory is free.
        result.rejects = try rejects.finish(
          RawRows(files, settings, memory: settings.memory / 4), memory: settings.memory / 16)
        // The last moment at which nothing has been published.
        try settings.stopIfCancelled()
        try publish(writer, rejects, result)
      } else {
        rejects.discard()
      }
      return result
    } catch {
      writer?.discard()
      rejects.discard()
      throw error
    }
  }

  /// Runs without an output: the first rows that reach it, and how many do.
  func collect(_ shown: Int) throws(Problem) -> (rows: [[Value]], count: Int) {
    let rejects = RejectsWriter(path: "", folder: settings.scratch, isWritten: false)
    let account = RunAccount(
      plan, inputs: [plan.main] + PipelineRun.sides(plan), rejects: rejects, files: files
    ) { _ in }
    let sample = RowSample(shown)
    try flow(account, .sample(sample))
    return sample.result
  }

  static func rejectsPath(_ output: String) -> String {
    Path.isStandardStream(output) ? "stdout.rejects.ndjson" : output + ".rejects.ndjson"
  }

  // The flow of rows.

  /// Runs the stages segment by segment: each ends at a stage that takes all rows in.
  private func flow(_ account: RunAccount, _ terminal: Segment.Terminal) throws(Problem) {
    var steps: [Segment.Step] = []
    // Filters that come first choose rows before the columns that they do not read are made.
    let filters = settings.limit == nil ? plan.stages.prefix { $0.bound.isFilter } : []
    var leading = filters.count
    let first = filters.reduce(into: Set<Int>()) { $0.formUnion($1.bound.needs([])) }
    var feed = try self.feed(
      plan.main, needed: plan.mainNeeds, first: filters.isEmpty ? nil : first)
    var finishedStage: Int?
    var feedDropped: [Int] = []
    var ahead = readAhead()
    var joins = try takeSides(account, ahead, feed, leading)
    if let limit = settings.limit { steps.append(PipelineRun.firstRows(limit)) }

    func segment(_ terminal: Segment.Terminal) -> Segment {
      Segment(
        finishedStage: finishedStage, feedDropped: feedDropped, steps: steps, leading: leading,
        feed: feed, ahead: ahead, terminal: terminal, account: account, input: .main)
    }

    func finish(_ runner: any WholeRunner, _ stage: Int) throws(Problem) {
      try Segment.run([segment(.whole(runner, stage: stage))], settings)
      feed = Feed(try runner.finish())
      ahead = nil
      finishedStage = stage
      feedDropped = dropped(stage)
      steps = []
      leading = 0
    }

    for (index, stage) in plan.stages.enumerated() {
      switch stage.bound.work {
      case .streaming(let runner): steps.append(step(index, runner))
      case .sequential(let make):
        steps.append(
          Segment.Step(stage: index, work: .sequential(make()), dropped: dropped(index)))
      case .whole(let make):
        let context = context(
          share: blockingStages, expecting: plan.main.expectedBytes, .stage(index), account)
        try finish(make(context), index)
      case .join:
        guard let runner = joins.removeValue(forKey: index) else { continue }
        switch try runner.finishSide() {
        case .streaming(let probe): steps.append(step(index, probe))
        case .whole(let runner): try finish(runner, index)
        }
      }
    }
    try Segment.run([segment(terminal)], settings)
  }

  private func step(_ stage: Int, _ runner: any StreamingRunner) -> Segment.Step {
    Segment.Step(stage: stage, work: .streaming(runner), dropped: dropped(stage))
  }

  /// For the main input, where it can be read while the other sides of joins are: up to the first join, its stages need
  /// no row but their own. A stream may keep a thread waiting that the sides need.
  private func readAhead() -> ReadAhead? {
    guard settings.limit == nil, settings.threads > 1, case .files(let files) = plan.main.source,
      !files.contains(where: \.isStream)
    else { return nil }
    var steps: [Segment.Step] = []
    for (index, stage) in plan.stages.enumerated() {
      switch stage.bound.work {
      case .streaming(let runner): steps.append(step(index, runner))
      case .sequential, .whole: return nil
      case .join:
        let sides = Set(PipelineRun.sides(plan).map(\.name))
        // Behind a stage that takes all rows in, rejects are read again from their files anyway.
        let isStraight = plan.stages.allSatisfy { stage in
          if case .whole = stage.bound.work { false } else { true }
        }
        return ReadAhead(
          steps: steps, sides: sides.count, keepsRaw: isStraight, folder: settings.scratch)
      }
    }
    return nil
  }

  /// Reads the other inputs of all joins, side by side, each once for every join that looks rows up in it.
  ///
  /// - Parameter main: what is read ahead meanwhile.
  private func takeSides(
    _ account: RunAccount, _ ahead: ReadAhead?, _ main: Feed, _ leading: Int
  ) throws(Problem) -> [Int: any JoinRunner] {
    var joins: [Int: any JoinRunner] = [:]
    var sides: [(input: PlannedInput, needed: Set<Int>, joins: [Segment.Side])] = []
    for (index, stage) in plan.stages.enumerated() {
      guard case .join(let side, let make) = stage.bound.work,
        let input = plan.inputs[side.input]
      else { continue }
      let runner = make(
        context(
          share: blockingStages, expecting: input.expectedBytes, .stage(index), account))
      let join = Segment.Side(
        runner: runner, condition: side.condition, stage: index, input: .side(joins.count))
      joins[index] = runner
      if let known = sides.firstIndex(where: { $0.input.name == input.name }) {
        sides[known].needed.formUnion(stage.sideNeeds)
        sides[known].joins.append(join)
      } else {
        sides.append((input, stage.sideNeeds, [join]))
      }
    }
    var segments: [Segment] = []
    for side in sides {
      segments.append(
        Segment(
          feed: try feed(side.input, needed: side.needed), terminal: .sides(side.joins),
          account: account, input: side.joins[0].input, hasEnded: { ahead?.endSide() }))
    }
    if let ahead {
      segments.append(
        Segment(
          steps: ahead.steps, leading: leading, feed: main, terminal: .ahead(ahead),
          account: account, input: .main))
    }
    try Segment.run(segments, settings)
    return joins
  }

  /// The step of `--limit`; its rows are counted as limited by the input.
  private static func firstRows(_ limit: Int) -> Segment.Step {
    Segment.Step(stage: nil, work: .sequential(FirstRows(limit)), dropped: [])
  }

  /// Positions in a stage's output that nobody reads later.
  private func dropped(_ stage: Int) -> [Int] {
    let planned = plan.stages[stage]
    return planned.bound.output.fields.indices.filter { !planned.needed.contains($0) }
  }

  private var blockingStages: Int {
    max(1, plan.stages.count { $0.bound.memory == .bounded })
  }

  private func context(
    share: Int, expecting bytes: Int, _ step: Profiler.Step, _ account: RunAccount
  ) -> RunContext {
    let threads = settings.threads
    // What chunks, batches and output buffers take comes off the budget first.
    let budget = settings.memory - min(settings.memory / 4, 32 << 20)
    return RunContext(
      scratch: settings.scratch, memory: max(budget / share, 1 << 20),
      expectedBytes: bytes
    ) { (count, body) throws(Problem) in
      let position = Monitor(0)
      let work = OrderedWork<Int>(
        threads: min(threads, count),
        pull: { () throws(Problem) in
          position.update { next in
            guard next < count else { return nil }
            next += 1
            return next - 1
          }
        },
        work: { (index) throws(Problem) in
          try account.timed(step) { () throws(Problem) in try body(index) }
          return { nil }
        })
      try work.run()
    }
  }

  private func feed(
    _ input: PlannedInput, needed: Set<Int>, first: Set<Int>? = nil
  ) throws(Problem) -> Feed {
    switch input.source {
    case .pipeline(let name):
      guard let rows = captured[name] else {
        throw Problem(.unknownInput, "the rows of pipeline `\(name)` are not there")
      }
      return Feed(CapturedRows(rows))
    case .files(let found):
      let number = files.add(found, of: input)
      var parts: [InputPart] = []
      for (index, file) in found.enumerated() {
        parts.append(part(file, number + index, input))
      }
      return Feed(
        input, needed: needed, first: first, parts: parts, settings: settings.reader)
    }
  }

  private func part(_ file: PlannedInput.File, _ number: Int, _ input: PlannedInput) -> InputPart {
    let settings = settings
    let compression = input.declaration.compression
    return InputPart(name: file.path, file: number, expectedBytes: file.expectedBytes) {
      [readings] () throws(Problem) in
      try settings.files.open(file, compression) { reading in
        readings.update { $0[number] = reading }
      }
    }
  }

  private func tell(_ rows: Int) {
    let total = rowsRead.update { count in
      count += rows
      return count
    }
    let bytes = readings.update { readings in readings.values.reduce(0) { $0 + $1.compressedBytes }
    }
    settings.progress(
      RunProgress(pipeline: plan.name, rows: total, bytes: bytes, totalBytes: totalBytes))
  }

  // What is left behind.

  private func readFiles() -> [RunResult.ReadFile] {
    let names = files.all
    return readings.update { $0 }.sorted { $0.key < $1.key }.map { number, reading in
      RunResult.ReadFile(
        path: names[number], bytes: reading.compressedBytes, checksum: reading.checksum)
    }
  }

  private func unknownKeys(_ account: RunAccount) -> [RunResult.UnknownKey] {
    let names = files.all
    var found: [RunResult.UnknownKey] = []
    for (input, keys) in account.unknownKeys.sorted(by: { $0.key < $1.key }) {
      for (name, origin) in keys.sorted(by: { $0.key < $1.key }) {
        found.append(
          RunResult.UnknownKey(
            input: input, name: name,
            place: Place(file: names[origin.file], line: origin.line, offset: Int(origin.offset))))
      }
    }
    return found
  }

  /// Gives the files their names: rejects and manifest of an older run never stand beside a newer output.
  private func publish(
    _ writer: OutputWriter, _ rejects: RejectsWriter, _ result: RunResult
  ) throws(Problem) {
    guard !Path.isStandardStream(writer.path) else { return try writer.publish() }
    let manifest = try OutputWriter(path: writer.path + ".manifest.json")
    try manifest.write(ByteBuffer(Manifest(result).text))
    _ = try manifest.finish()
    if result.rejects == nil {
      do throws(FileError) {
        try Folder.removeFile(rejects.path)
        // Opening it clears up what a killed run left of its rejects.
        try AtomicFile(path: rejects.path, durability: .unsynced).discard()
      } catch { throw Problem(writing: error) }
    }
    try rejects.publish()
    try writer.publish()
    try manifest.publish()
  }
}
