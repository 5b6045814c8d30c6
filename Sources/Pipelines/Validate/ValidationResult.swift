import CustomerIO

/// What `validate` found out: the counts are of everything, the findings those that are shown.
public struct ValidationResult: Sendable {
  /// One code with how often it was found.
  public struct Count: Sendable {
    public let code: FindingCode
    public let severity: Rule.Severity
    public let count: Int
  }

  public let files: [FileVerdict]
  /// Errors first, the most frequent first.
  public let counts: [Count]
  /// By file and line.
  public let findings: [Finding]
  public let errors: Int
  public let warnings: Int

  public var rows: Int { files.reduce(0) { $0 + $1.rows } }
  public var badRows: Int { files.reduce(0) { $0 + $1.badRows } }

  /// - Parameter limit: how many findings are shown; each code has its first ones before any has more.
  init(_ files: [FileVerdict], _ tally: FindingTally, limit: Int) {
    self.files = files
    errors = tally.errorCount
    warnings = tally.warningCount
    var counts: [Count] = []
    for severity in [Rule.Severity.error, .warning] {
      counts += FindingCode.all.map {
        Count(code: $0, severity: severity, count: tally.found($0, severity))
      }
      .filter { $0.count > 0 }.sorted { $0.count > $1.count }
    }
    self.counts = counts
    findings = ValidationResult.shown(tally.notes, files.map(\.path), limit)
  }

  private static func shown(_ notes: [Note], _ paths: [String], _ limit: Int) -> [Finding] {
    var turns: [FindingCode: Int] = [:]
    var ranked = notes.enumerated().map { position, note in
      defer { turns[note.code, default: 0] += 1 }
      return (turn: turns[note.code] ?? 0, position: position, note: note)
    }
    ranked.sort { ($0.turn, $0.position) < ($1.turn, $1.position) }
    return ranked.prefix(limit).map { entry in
      let note = entry.note
      return (
        note.file, note.line ?? 0, entry.position,
        Finding(
          code: note.code, severity: note.severity, file: paths[note.file], line: note.line,
          column: note.column, field: note.field, message: note.message, excerpt: note.excerpt)
      )
    }
    .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
  }

  /// Whether something was found that is at least that grave.
  public func fails(on severity: Rule.Severity) -> Bool {
    errors > 0 || (severity == .warning && warnings > 0)
  }
}
