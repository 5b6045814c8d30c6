import Bytes
import CustomerIO
import Formats
import StageKit
import Synchronization
import Table

/// Gathers what the batches of a run report, in their order: the ledger, the rejects, keys nobody expected.
final class RunAccount: Sendable {
  /// Whose rows a feed's rows are.
  enum InputKey: Sendable, Hashable {
    case main
    /// Position among the ledger's sides.
    case side(Int)
  }

  /// What one batch reports.
  struct Entry: Sendable {
    let input: InputKey
    /// Which of the input's parts, while they are read side by side.
    var part: Int
    /// Whether the rows waited in a stage that takes all in: their rejects come after those of all parts.
    var comesLater = false
    /// Whether another entry tells of the same rows' rejects.
    private(set) var isEcho = false
    var read = 0
    var bytes = 0
    var filtered = 0
    /// Rows that `--limit` left out.
    var limited = 0
    /// Rejects of the reader.
    var inputRejects: [Reject] = []
    /// Rejects of stages and of the output.
    var laterRejects: [Reject] = []
    var stages: [(index: Int, rowsIn: Int, rowsOut: Int, counts: RowCounts)] = []
    var emitted = 0
    var outputRejected = 0
    var findings = FindingCounts()
    var unknownKeys: [(name: String, origin: Origin)] = []

    init(_ input: InputKey, part: Int) {
      self.input = input
      self.part = part
    }

    /// The same rows as those of another input: they are counted, and their rejects are told once.
    func counted(as other: InputKey) -> Entry {
      var entry = Entry(other, part: part)
      entry.isEcho = true
      entry.read = read
      entry.bytes = bytes
      entry.inputRejects = inputRejects
      return entry
    }

    mutating func takeIn(_ parsed: ParsedChunk) {
      read += parsed.rowsRead
      bytes += parsed.bytes
      inputRejects += parsed.rejects
      unknownKeys += parsed.unknownKeys
    }

    mutating func takeIn(_ batch: Batch) { read += batch.rowCount }

    mutating func note(_ stage: Int, rowsIn: Int, rowsOut: Int, _ report: StageReport) {
      stages.append((stage, rowsIn, rowsOut, report.counts))
      laterRejects += report.rejects
    }

    /// Rows whose cells turned out not to fit after the leading filters had let them pass: the filters never saw them.
    mutating func rejectBeforeStages(_ rejects: [Reject]) {
      inputRejects += rejects
      for index in stages.indices {
        stages[index].rowsIn -= rejects.count
        stages[index].rowsOut -= rejects.count
      }
    }

    mutating func reject(_ rejects: [Reject]) { laterRejects += rejects }

    /// Lets the input end behind a row, or before all, as `--limit` has it: what a chunk has more is not told of.
    mutating func end(behind last: Origin?) {
      func isBehind(_ origin: Origin) -> Bool { last.map { origin.words > $0.words } ?? true }
      let count = inputRejects.count
      inputRejects.removeAll { isBehind($0.origin) }
      limited += count - inputRejects.count
      unknownKeys.removeAll { isBehind($0.origin) }
    }

    var rejectCount: Int { inputRejects.count + laterRejects.count }

    /// Lets go of the chunk that the rejects came with.
    mutating func ownBytesOfRejects() {
      inputRejects = inputRejects.map(\.withOwnBytes)
      laterRejects = laterRejects.map(\.withOwnBytes)
    }
  }

  private struct State {
    var ledger: Ledger
    var unknownKeys: [String: [String: Origin]] = [:]
  }

  private let state: Mutex<State>
  private let rejects: RejectsWriter
  private let files: FileTable
  private let inputs: [PlannedInput]
  private let progress: @Sendable (Int) -> Void
  /// Nil when nobody asks where the time goes.
  let profiler: Profiler?

  /// - Parameter inputs: the main input, then the sides in the order of the joins.
  init(
    _ plan: Plan, inputs: [PlannedInput], rejects: RejectsWriter, files: FileTable,
    profiler: Profiler? = nil, progress: @escaping @Sendable (Int) -> Void
  ) {
    var ledger = Ledger(main: plan.main.name, stages: plan.stages.map(\.bound.name))
    ledger.sides = inputs.dropFirst().map { Ledger.Input($0.name) }
    state = Mutex(State(ledger: ledger))
    self.rejects = rejects
    self.files = files
    self.inputs = inputs
    self.profiler = profiler
    self.progress = progress
  }

  /// Does something as a part of a step; what it takes is taken down if anybody asks.
  func timed<Result, Failure: Error>(
    _ step: Profiler.Step, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let profiler else { return try body() }
    return try profiler.timed(step, body)
  }

  var ledger: Ledger { state.withLock { $0.ledger } }

  /// Keys of NDJSON objects that no column was made of, by input, each with the first place it was seen at.
  var unknownKeys: [String: [String: Origin]] { state.withLock { $0.unknownKeys } }

  /// Takes a batch's entry in; called in the order of the batches of a part.
  ///
  /// - Throws: the first reject of an input that says `bad_rows: fail`.
  func commit(_ entry: Entry) throws(Problem) {
    let input = inputs[position(entry.input)]
    state.withLock { state in
      switch entry.input {
      case .main: RunAccount.add(entry, &state.ledger.main)
      case .side(let index): RunAccount.add(entry, &state.ledger.sides[index])
      }
      for stage in entry.stages {
        state.ledger.stages[stage.index].rowsIn += stage.rowsIn
        state.ledger.stages[stage.index].rowsOut += stage.rowsOut
        state.ledger.stages[stage.index].counts += stage.counts
      }
      state.ledger.emitted += entry.emitted
      state.ledger.outputRejected += entry.outputRejected
      state.ledger.findings.add(entry.findings)
      for (name, origin) in entry.unknownKeys {
        state.unknownKeys[input.name, default: [:]].merge([name: origin]) { first, other in
          (first.file, first.offset) <= (other.file, other.offset) ? first : other
        }
      }
    }
    if !entry.isEcho { progress(entry.read) }
    let found = RunAccount.inRowOrder(
      (entry.isEcho ? [] : entry.inputRejects) + entry.laterRejects)
    guard let first = found.first else { return }
    let names = files.all
    if input.declaration.badRows.policy == .fail { throw failed(first, names) }
    try rejects.write(
      found, input: input.name, turn: turn(entry), fileNames: names)
  }

  /// Reader, stages and output each report theirs; in the order of the rows, where a batch ends leaves no trace.
  private static func inRowOrder(_ rejects: [Reject]) -> [Reject] {
    guard rejects.count > 1 else { return rejects }
    return rejects.enumerated().sorted { left, right in
      let (a, b) = (left.element.origin, right.element.origin)
      return (a.file, a.offset, left.offset) < (b.file, b.offset, right.offset)
    }.map(\.element)
  }

  private static func add(_ entry: Entry, _ input: inout Ledger.Input) {
    input.read += entry.read
    input.bytes += entry.bytes
    input.filtered += entry.filtered
    input.limited += entry.limited
    input.rejected += entry.inputRejects.count
    if entry.input != .main { input.rejected += entry.laterRejects.count }
  }

  private func turn(_ entry: Entry) -> RejectsWriter.Turn {
    switch entry.input {
    case .main:
      RejectsWriter.Turn(input: inputs.count, part: entry.comesLater ? .max : entry.part)
    case .side(let index): RejectsWriter.Turn(input: index, part: entry.part)
    }
  }

  private func position(_ key: InputKey) -> Int {
    switch key {
    case .main: 0
    case .side(let index): index + 1
    }
  }

  private func failed(_ reject: Reject, _ names: [String]) -> Problem {
    let file =
      names.indices.contains(reject.origin.file) ? names[reject.origin.file] : "the input"
    return Problem(
      ProblemCode(rawValue: reject.code) ?? .requiredFieldNull, reject.reason,
      at: Place(
        file: file, line: reject.origin.line, offset: Int(reject.origin.offset),
        field: reject.field),
      excerpt: reject.raw.map { $0.buffer.text($0.slice) },
      hint: "the input says `bad_rows: fail`; with `reject` the row goes to the rejects file")
  }
}
