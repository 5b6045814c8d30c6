import Bytes
import CustomerIO
import Formats
import Synchronization
import Table

/// Reads files from front to back and says everything that is wrong with them.
///
/// Each file is read by several threads, chunk by chunk; what they find is added up in the order of the file, so
/// the result is the same for every number of threads. Memory is bounded: a chunk a thread, the kept findings, and
/// identities up to the budget of ``RunSettings/memory``, past which they lie on disk.
public final class Validation: Sendable {
  struct State: Sendable {
    var tally: FindingTally
    var files: [FileVerdict] = []
    /// The columns of the first file of each of a pipeline's inputs.
    var columns: [String: (path: String, names: [String])] = [:]
    /// Keys of the file that is read which none of its first rows has.
    var newKeys: Set<String> = []
  }

  private let settings: ValidateSettings
  let state: Mutex<State>
  private let identities: IdentityStore
  private let split: SplitWriter?
  private let keeping: Int

  private init(_ settings: ValidateSettings) throws(Problem) {
    self.settings = settings
    keeping = settings.splitFolder == nil ? settings.maxFindings : .max
    state = Mutex(State(tally: FindingTally(keeping: settings.maxFindings)))
    identities = IdentityStore(settings.run)
    split = try settings.splitFolder.map { (folder) throws(Problem) in try SplitWriter(folder) }
  }

  /// - Parameter paths: files, globs, or `-` for standard input; none stands for all that the pipeline reads.
  /// - Throws: what makes a file unreadable; what is wrong inside of one is a finding.
  public static func run(
    _ paths: [String], _ settings: ValidateSettings
  ) throws(Problem) -> ValidationResult {
    var files: [PlannedInput.File] = []
    for path in paths.isEmpty ? settings.pipeline?.inputPaths ?? [] : paths {
      let found = try settings.run.files.expand(path)
      if found.isEmpty {
        throw Problem(.emptyGlob, "no file matches", at: Place(file: path))
      }
      files += found.filter { file in
        !file.path.hasSuffix(".manifest.json") || !FileGlob.isPattern(path)
      }
    }
    let validation = try Validation(settings)
    do throws(Problem) {
      for (number, file) in files.enumerated() { try validation.read(file, number) }
      try validation.wholeFiles()
      try validation.split?.publish()
    } catch {
      validation.split?.discard()
      throw error
    }
    return validation.state.withLock {
      ValidationResult($0.files, $0.tally, limit: settings.maxFindings)
    }
  }

  private func read(_ file: PlannedInput.File, _ number: Int) throws(Problem) {
    let role = try settings.pipeline?.role(of: file.path)
    var compression = Compression.auto
    if case .input(let input) = role { compression = input.compression }
    let opened = try settings.run.files.open(file, compression) { _ in }
    let source = try PeekedSource(opened)
    let found = try Recognition(source, name: file.path, settings, role)
    let subject = found.subject
    let names =
      switch subject.wire {
      case .pipelines: ChunkCheck.pipelinesFields
      case .track: ChunkCheck.trackFields
      case .reverseETL, .csvImport, nil: found.names
      }
    let schema = Schema(
      names.map { Schema.Field($0, subject.container == .csv ? .string : .json) })
    state.withLock { state in
      state.files.append(FileVerdict(path: file.path, subject: subject))
      state.newKeys = []
    }
    headerNotes(subject, schema, number, head: source.head)
    if case .input(let input) = role { contractNotes(input, subject, found.names, number) }
    try split?.open(file.path, subject, found.names)
    let part = InputPart(name: file.path, file: number) { source }
    let feed = RecordFeed(part, subject, schema: schema, settings.run.reader)
    let work = OrderedWork<RecordFeed.Item>(
      threads: settings.run.threads,
      pull: { () throws(Problem) in
        if self.settings.run.isCancelled() {
          throw Problem(.interrupted, "interrupted; there is no verdict")
        }
        return try feed.next()
      },
      work: { (item) throws(Problem) in
        let parsed = feed.parse(item)
        var check: ChunkCheck?
        if let rows = ParsedRows(parsed.batch) {
          var made = ChunkCheck(
            subject.isTyped ? rows.unfolded(schema) : rows, subject, schema, keeping: self.keeping)
          made.run()
          check = made
        }
        let rejected = self.rejected(parsed.rejects)
        return { [check] () throws(Problem) in
          try self.commit(parsed, check, rejected, number)
          return nil
        }
      })
    try work.run()
  }

  func add(_ note: Note) {
    state.withLock { $0.tally.add(note.code, note.severity) { note } }
  }

  /// Rows that could not be cut into fields, or are no JSON.
  private func rejected(_ rejects: [Reject]) -> FindingTally {
    var tally = FindingTally(keeping: keeping)
    for reject in rejects {
      guard let code = ProblemCode(rawValue: reject.code) else { continue }
      tally.add(.problem(code), .error) {
        Note(
          code: .problem(code), severity: .error, file: reject.origin.file,
          line: reject.origin.line, column: reject.byte, field: reject.field,
          message: reject.reason,
          excerpt: reject.raw.map { ChunkCheck.excerpt($0.buffer, $0.slice) })
      }
    }
    return tally
  }

  private func commit(
    _ parsed: ParsedChunk, _ check: ChunkCheck?, _ rejected: FindingTally, _ number: Int
  ) throws(Problem) {
    let bad = parsed.rejects.count + (check?.marks.reduce(0) { $0 + Int($1) } ?? 0)
    state.withLock { state in
      state.files[number].rows += parsed.rowsRead
      state.files[number].bytes += parsed.bytes
      state.files[number].badRows += bad
      state.tally.add(rejected)
      if state.files[number].subject.declared.isFrozen {
        for key in parsed.unknownKeys where state.newKeys.insert(key.name).inserted {
          state.tally.add(.problem(.contractBroken), .error) { newKey(key.name, key.origin) }
        }
      }
      guard let check else { return }
      state.files[number].add(check)
      state.tally.add(check.tally)
    }
    if let check { try identities.add(check.identities) }
    let path = state.withLock { $0.files[number].path }
    try split?.write(parsed.rejects, check, rejected.notes, file: path)
    let progress = state.withLock { state in
      RunProgress(
        pipeline: path, rows: state.files.reduce(0) { $0 + $1.rows },
        bytes: state.files.reduce(0) { $0 + $1.bytes })
    }
    settings.run.progress(progress)
  }

  /// What is looked at when every record has been read: each side by side with the others.
  private enum Whole {
    /// A file, against its manifest.
    case file(Int)
    /// The identities of one partition.
    case identities(Int)
  }

  /// What only all records together tell.
  private func wholeFiles() throws(Problem) {
    let files = state.withLock { $0.files }
    // A file on its own may well be about people who were uploaded long ago.
    let defined = files.count < 2 ? IdentityVerdicts.Known() : identities.known
    let next = Monitor(
      files.indices.map(Whole.file) + (0..<IdentityRecords.partitions).map(Whole.identities))
    let work = OrderedWork<Whole>(
      threads: settings.run.threads,
      pull: { () throws(Problem) in next.update { $0.isEmpty ? nil : $0.removeFirst() } },
      work: { (whole) throws(Problem) in
        switch whole {
        case .file(let number):
          let notes = try ManifestCheck.notes(files[number].path, number, rows: files[number].rows)
          return { () throws(Problem) in
            for note in notes { self.add(note) }
            return nil
          }
        case .identities(let partition):
          let records = try self.identities.read(partition)
          let tally = IdentityVerdicts(records, defined).tally(keeping: self.keeping)
          return { () throws(Problem) in
            self.state.withLock { $0.tally.add(tally) }
            try self.split?.write(tally.notes, files: files.map(\.path))
            return nil
          }
        }
      })
    try work.run()
  }
}
