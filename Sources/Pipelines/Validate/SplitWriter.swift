import Bytes
import CommandKit
import Formats
import Synchronization
import Table

/// Writes the rows of each file, as they stand in it, to `valid/` or `invalid/`, and every finding to one file.
///
/// A row is invalid that has an error of its own; what only whole files tell is among the findings alone.
final class SplitWriter: Sendable {
  private struct Pair {
    var valid: OutputWriter
    var invalid: OutputWriter
  }

  private let folder: String
  private let findings: OutputWriter
  private let pairs = Mutex<[Pair]>([])
  private let names = Mutex<Set<String>>([])

  init(_ folder: String) throws(Problem) {
    self.folder = folder
    findings = try OutputWriter(path: Path.join(folder, "findings.ndjson"))
  }

  /// Begins the rows of a file; a table's header stands in both of its parts.
  func open(_ path: String, _ subject: Subject, _ header: [String]) throws(Problem) {
    let name = name(for: path, subject)
    let pair = Pair(
      valid: try OutputWriter(path: Path.join(folder, "valid/" + name)),
      invalid: try OutputWriter(path: Path.join(folder, "invalid/" + name)))
    if subject.container == .csv, subject.declared.hasHeader {
      let line = SplitWriter.header(header, subject.dialect)
      try pair.valid.write(line)
      try pair.invalid.write(line)
    }
    pairs.withLock { $0.append(pair) }
  }

  /// The file's name without `.gz`; files of one name are numbered.
  private func name(for path: String, _ subject: Subject) -> String {
    var name =
      Path.isStandardStream(path) ? "stdin.\(subject.container.rawValue)" : Path.name(of: path)
    if name.hasSuffix(".gz") { name.removeLast(3) }
    return names.withLock { names in
      var number = 2
      var unique = name
      while !names.insert(unique).inserted {
        unique = "\(number)-\(name)"
        number += 1
      }
      return unique
    }
  }

  private static func header(_ names: [String], _ dialect: Dialect) -> ByteBuffer {
    let line = ByteBuffer(capacity: 1024)
    for (index, name) in names.enumerated() {
      if index > 0 { line.append(dialect.delimiter) }
      let isPlain = !name.utf8.contains { $0 == dialect.delimiter || $0 == 0x22 || $0 < 0x20 }
      guard !isPlain, let quote = dialect.quote else {
        line.append(name)
        continue
      }
      line.append(quote)
      for byte in name.utf8 {
        if byte == quote { line.append(quote) }
        line.append(byte)
      }
      line.append(quote)
    }
    line.append(0x0a)
    return line
  }

  /// Writes a chunk's rows in the order of the file, and what was found in them.
  func write(
    _ rejects: [Reject], _ check: ChunkCheck?, _ notes: [Note], file path: String
  ) throws(Problem) {
    let valid = ByteBuffer(capacity: 64 * 1024)
    let invalid = ByteBuffer(capacity: 4096)
    var next = 0
    func rejected(before offset: UInt64) {
      while next < rejects.count, rejects[next].origin.offset < offset {
        if let raw = rejects[next].raw {
          invalid.append(raw.slice, of: raw.buffer)
          invalid.append(0x0a)
        }
        next += 1
      }
    }
    if let check {
      for row in check.rows.indices {
        rejected(before: check.batch.origins[row].offset)
        let target = check.marks[row] == 1 ? invalid : valid
        target.append(check.rows[row], of: check.buffer)
        target.append(0x0a)
      }
    }
    rejected(before: .max)
    let pair = pairs.withLock { $0.last }
    try pair?.valid.write(valid)
    try pair?.invalid.write(invalid)
    try write(notes + (check?.tally.notes ?? []), path: { _ in path })
  }

  /// Writes findings that belong to no chunk.
  func write(_ notes: [Note], files: [String]) throws(Problem) {
    try write(notes, path: { files[$0] })
  }

  private func write(_ notes: [Note], path: (Int) -> String) throws(Problem) {
    guard !notes.isEmpty else { return }
    let lines = ByteBuffer(capacity: notes.count * 160)
    for note in notes {
      let finding = Finding(
        code: note.code, severity: note.severity, file: path(note.file), line: note.line,
        column: note.column, field: note.field, message: note.message, excerpt: nil)
      lines.append(finding.json.compact)
      lines.append(0x0a)
    }
    try findings.write(lines)
  }

  private var all: [OutputWriter] {
    pairs.withLock { $0.flatMap { [$0.valid, $0.invalid] } } + [findings]
  }

  func publish() throws(Problem) {
    for writer in all {
      _ = try writer.finish()
      try writer.publish()
    }
  }

  func discard() { for writer in all { writer.discard() } }
}
