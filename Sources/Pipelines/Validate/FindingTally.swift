import CustomerIO

/// All findings counted, and the first of each code kept.
///
/// However many rows are bad, its memory is that of the kept ones: `keeping` for each code that was found.
struct FindingTally: Sendable {
  /// Findings of each code that are kept; `.max` keeps all.
  let keeping: Int
  private var errors = [Int](repeating: 0, count: FindingCode.all.count)
  private var warnings = [Int](repeating: 0, count: FindingCode.all.count)
  private var kept = [Int](repeating: 0, count: FindingCode.all.count)
  /// In the order in which they were found.
  private(set) var notes: [Note] = []

  init(keeping: Int) { self.keeping = keeping }

  /// Counts a finding; the note is only made when it is kept.
  mutating func add(_ code: FindingCode, _ severity: Rule.Severity, _ note: () -> Note) {
    if count(code, severity) { keep(note()) }
  }

  /// Counts a finding.
  ///
  /// - Returns: whether the caller is to ``keep(_:)`` it too.
  mutating func count(_ code: FindingCode, _ severity: Rule.Severity) -> Bool {
    let index = code.index
    if severity == .error { errors[index] += 1 } else { warnings[index] += 1 }
    return kept[index] < keeping
  }

  /// Keeps a finding that has been counted.
  mutating func keep(_ note: Note) {
    kept[note.code.index] += 1
    notes.append(note)
  }

  /// Adds what was found later.
  mutating func add(_ later: FindingTally) {
    for index in errors.indices {
      errors[index] += later.errors[index]
      warnings[index] += later.warnings[index]
    }
    for note in later.notes {
      if kept[note.code.index] < keeping { keep(note) }
    }
  }

  var errorCount: Int { errors.reduce(0, +) }
  var warningCount: Int { warnings.reduce(0, +) }

  /// How often something was found.
  func found(_ code: FindingCode, _ severity: Rule.Severity) -> Int {
    severity == .error ? errors[code.index] : warnings[code.index]
  }
}
