import Bytes
import CustomerIO
import Table

/// What the records of one partition say together: repeats, clashes, references to nobody.
///
/// Records are sorted by hash, so that all of one identity stand together in the order of the files.
struct IdentityVerdicts {
  /// Whether some file writes people and objects, so that a reference to none of them means something.
  struct Known: Sendable {
    var people = false
    var objects = false
  }

  private struct Entry {
    var hash: Hash128
    var at: Int
  }

  private let records: ByteBuffer
  private let known: Known
  private var entries: [Entry] = []

  init(_ records: ByteBuffer, _ known: Known) {
    self.records = records
    self.known = known
    entries.reserveCapacity(records.count / (IdentityRecords.headBytes + 16))
    var at = 0
    while at < records.count {
      entries.append(Entry(hash: records.value(Hash128.self, at: at), at: at))
      at += IdentityRecords.headBytes + Int(records.value(UInt32.self, at: at + 48) >> 16)
    }
    entries.sort {
      ($0.hash.high, $0.hash.low, $0.at) < ($1.hash.high, $1.hash.low, $1.at)
    }
  }

  func tally(keeping: Int) -> FindingTally {
    var found = FindingTally(keeping: keeping)
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].hash == entries[start].hash { end += 1 }
      if end > start + 1 || role(entries[start]) == .referred { judge(start..<end, &found) }
      start = end
    }
    return found
  }

  private func tag(_ entry: Entry) -> UInt32 { records.value(UInt32.self, at: entry.at + 48) }
  private func role(_ entry: Entry) -> IdentityRecords.Role {
    IdentityRecords.Role(rawValue: UInt8(truncatingIfNeeded: tag(entry))) ?? .referred
  }
  private func space(_ entry: Entry) -> IdentityRecords.Space {
    IdentityRecords.Space(rawValue: UInt8(truncatingIfNeeded: tag(entry) >> 8)) ?? .message
  }
  private func origin(_ entry: Entry) -> Origin { records.value(Origin.self, at: entry.at + 32) }
  private func other(_ entry: Entry) -> Hash128 { records.value(Hash128.self, at: entry.at + 16) }
  private func key(_ entry: Entry) -> String {
    let count = Int(tag(entry) >> 16)
    return records.text(Slice(start: entry.at + IdentityRecords.headBytes, length: count))
  }

  /// Judges all records of one identity.
  private func judge(_ range: Range<Int>, _ found: inout FindingTally) {
    var written: Entry?
    var addressed: Entry?
    for index in range {
      let entry = entries[index]
      switch role(entry) {
      case .written:
        if let first = written { repeated(entry, first, &found) } else { written = entry }
      case .addressed:
        // An object stands in one row for each of its members: that is no repeat.
        if let first = addressed, space(entry) == .person {
          address(entry, first, &found)
        } else {
          addressed = entry
        }
      case .referred: break
      }
    }
    guard written == nil, addressed == nil else { return }
    let isKnowable =
      switch space(entries[range.lowerBound]) {
      case .person: known.people
      case .object: known.objects
      case .message: false
      }
    guard isKnowable else { return }
    for index in range { unknown(entries[index], &found) }
  }

  private func repeated(_ entry: Entry, _ first: Entry, _ found: inout FindingTally) {
    switch space(entry) {
    case .message:
      note(
        .duplicateMessage, .warning, entry, "messageId", &found,
        "\"\(key(entry))\" is the id of two messages; the first is in line \(origin(first).line)")
    case .object:
      note(
        .duplicateIdentity, .warning, entry, "groupId", &found,
        "\"\(key(entry))\" is written twice; the first time in line \(origin(first).line)")
    case .person:
      let none = IdentityRecords.nobody
      if other(entry) != other(first), other(entry) != none, other(first) != none {
        note(
          .clashingIdentity, .error, entry, "email", &found,
          "the id \"\(key(entry))\" has another e-mail address than in line \(origin(first).line)")
      } else {
        note(
          .duplicateIdentity, .warning, entry, "userId", &found,
          "\"\(key(entry))\" is written twice; the first time in line \(origin(first).line)")
      }
    }
  }

  /// The same address again: with the same id it is the repeat that the id's records tell of.
  private func address(_ entry: Entry, _ first: Entry, _ found: inout FindingTally) {
    guard other(entry) != other(first) else {
      guard other(entry) == IdentityRecords.nobody else { return }
      note(
        .duplicateIdentity, .warning, entry, "email", &found,
        "\"\(key(entry))\" is written twice; the first time in line \(origin(first).line)")
      return
    }
    note(
      .clashingIdentity, .error, entry, "email", &found,
      "\"\(key(entry))\" has another id than in line \(origin(first).line)")
  }

  private func unknown(_ entry: Entry, _ found: inout FindingTally) {
    let isPerson = space(entry) == .person
    note(
      .unknownReference, .warning, entry, isPerson ? "userId" : "groupId", &found,
      "\(isPerson ? "the person" : "the object") \"\(key(entry))\" is in none of the files")
  }

  private func note(
    _ code: ProblemCode, _ severity: Rule.Severity, _ entry: Entry, _ field: String,
    _ found: inout FindingTally, _ message: @autoclosure () -> String
  ) {
    let origin = origin(entry)
    found.add(.problem(code), severity) {
      Note(
        code: .problem(code), severity: severity, file: origin.file, line: origin.line,
        field: field, message: message())
    }
  }
}
