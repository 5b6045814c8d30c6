import TestKit
import Testing

@testable import Bytes

@Suite("Packed records and the table over them")
struct RecordTableTests {
  private static let digest = "98748d7b0573e2096c73987fcfae4f91"
  private static let uuid = "c20317aa-3601-4051-a926-43e463c6df98"
  /// Texts that are packed in each of the ways, and some that only look so.
  private static let texts: [String] = [
    "", "a", "é", "usr_00000001", "ent_" + digest, digest, "a-prefix-of-15b" + digest,
    "a-prefix-of-16by" + digest, uuid, uuid.uppercased(), "ent_" + digest.uppercased(),
    "ent_" + digest.dropLast() + "g", "evt_" + digest, "c20317aa-3601-4051-a926+43e463c6df98",
    String(repeating: "x", count: 238), String(repeating: "x", count: 239),
    String(repeating: "y", count: 70_000),
  ]

  /// A column of texts; nil is null, and "missing" a missing cell.
  private func column(_ texts: [String?]) -> (buffer: ByteBuffer, keys: [Slice]) {
    let buffer = ByteBuffer(capacity: 64)
    let slices = texts.map { text -> Slice in
      guard let text else { return .null }
      if text == "missing" { return .missing }
      let start = buffer.count
      buffer.append(text)
      return Slice(start: start, length: buffer.count - start)
    }
    return (buffer, slices)
  }

  private func shown(_ field: PackedField) -> [String?] {
    guard case .text(let buffer, let slices) = field else { return [] }
    return slices.map { $0.isPresent ? buffer.text($0) : $0.isMissing ? "missing" : nil }
  }

  @Test("every cell comes back as it was, absent ones of both kinds too")
  func roundTrip() {
    let prefixes = HexPrefixes()
    let cells: [String?] = Self.texts + [nil, "missing"]
    let keys = column(cells.indices.map { "key \($0)" })
    let times = [Instant(year: 2025, month: 1, day: 15), .null, .missing]
    let values = column(cells)
    let fields: [PackedField] = [
      .text(values.buffer, values.keys), .truths(cells.indices.map { UInt8($0 % 4) }),
      .instants(cells.indices.map { times[$0 % 3] }),
    ]
    var table = RecordTable([.text, .truth, .instant], prefixes)
    table.append(PackedRecords(key: keys, fields: fields, prefixes, isLinked: true))
    table.finish(firstOnly: false)
    let found = table.find(packed(keys, prefixes))
    #expect(found.allSatisfy { $0 != 0 })
    #expect(shown(table.field(0, of: found)) == cells)
    guard case .truths(let truths) = table.field(1, of: found),
      case .instants(let instants) = table.field(2, of: found)
    else {
      Issue.record("a field has another form")
      return
    }
    #expect(truths == cells.indices.map { UInt8($0 % 4) })
    #expect(instants == cells.indices.map { times[$0 % 3] })
    #expect(shown(table.field(0, of: [0, found[1]])) == [nil, "a"])
  }

  private func packed(
    _ keys: (buffer: ByteBuffer, keys: [Slice]), _ prefixes: HexPrefixes
  ) -> (buffer: ByteBuffer, keys: [Slice]) {
    let packed = PackedRecords(key: keys, prefixes, isLinked: false)
    return (packed.buffer, packed.records)
  }

  @Test(
    "surrogate keys and UUIDs take half their bytes, and past 200 prefixes cells stay as they are")
  func sizes() {
    let prefixes = HexPrefixes()
    func size(_ text: String) -> Int { packed(column([text]), prefixes).keys[0].count }
    #expect(size("ent_" + Self.digest) == 18)
    #expect(size(Self.uuid) == 17)
    #expect(size("usr_00000001") == 13)
    for number in 0..<300 { _ = size("p\(number)_" + Self.digest) }
    #expect(size("p7_" + Self.digest) == 18)
    #expect(size("p299_" + Self.digest) == 38)
  }

  @Test("a table finds what a dictionary finds, in the order of the records")
  func dictionary() {
    var random = Seeded(for: "a table of records")
    for round in 0..<60 {
      let prefixes = HexPrefixes()
      let count = random.int(0...(round % 10 == 0 ? 3000 : 200))
      let distinct = random.int(1...max(1, count))
      let keyed = { (number: Int) in
        number % 3 == 0 ? "ent_" + Self.digest.dropLast(4) + hex(number) : "k\(number)"
      }
      var rows: [(key: String?, value: String)] = []
      for row in 0..<count {
        let key = random.chance(5) ? nil : keyed(random.int(0...distinct))
        rows.append((key, random.chance(3) ? random.pick(Self.texts) : "v\(row)"))
      }
      let firstOnly = random.chance(30)
      var table = RecordTable([.text], prefixes)
      var start = 0
      while start < rows.count {
        let part = rows[start..<min(start + random.int(1...90), rows.count)]
        let values = column(part.map(\.value))
        table.append(
          PackedRecords(
            key: column(part.map(\.key)), fields: [.text(values.buffer, values.keys)], prefixes,
            isLinked: true))
        start = part.endIndex
      }
      if random.chance(40) { table = moved(table, prefixes, partitions: 4) }
      table.finish(firstOnly: firstOnly)
      var known: [String: [String]] = [:]
      for row in rows {
        if let key = row.key { known[key, default: []].append(row.value) }
      }
      let asked = (0..<150).map { _ in random.chance(10) ? nil : keyed(random.int(0...distinct * 2))
      }
      let found = table.find(packed(column(asked), prefixes))
      for (keep, take) in [
        (RecordTable.Keep.matched, RecordTable.Take.all), (.all, .all), (.all, .first),
        (.matched, .one), (.matched, .none), (.unmatched, .none),
      ] where !firstOnly || take == .first || take == .none {
        let matches = table.matches(found, keep: keep, take: take)
        var left: [UInt32] = []
        var right: [String?] = []
        var ambiguous: [UInt32] = []
        for (row, key) in asked.enumerated() {
          let values = key.flatMap { known[$0] } ?? []
          if keep == .matched && values.isEmpty || keep == .unmatched && !values.isEmpty {
            continue
          }
          switch take {
          case .none: (left, right) = (left + [UInt32(row)], right + [nil])
          case .one where values.count > 1: ambiguous.append(UInt32(row))
          case .all where !values.isEmpty:
            left += values.map { _ in UInt32(row) }
            right += values
          case .all, .one, .first: (left, right) = (left + [UInt32(row)], right + [values.first])
          }
        }
        #expect(matches.left == left, "seed \(random.seed)")
        #expect(matches.ambiguous == ambiguous, "seed \(random.seed)")
        #expect(shown(table.field(0, of: matches.right)) == right, "seed \(random.seed)")
      }
    }
  }

  @Test("records that wait take no more memory than they need")
  func compact() {
    let prefixes = HexPrefixes()
    let keys = column((0..<1000).map { "ent_" + Self.digest.dropLast(4) + hex($0) })
    let values = column((0..<1000).map { "value \($0)" })
    let packed = PackedRecords(
      key: keys, fields: [.text(values.buffer, values.keys)], prefixes, isLinked: true)
    #expect(packed.bytes > packed.buffer.count + 8 * 1000 + 64, "there is nothing to save")
    #expect(packed.compact.bytes < packed.buffer.count + 8 * 1000 + 64)
    var table = RecordTable([.text], prefixes)
    table.append(packed.compact)
    table.finish(firstOnly: false)
    let found = table.find(self.packed(keys, prefixes))
    #expect(shown(table.field(0, of: found)) == (0..<1000).map { "value \($0)" })
  }

  @Test("a record longer than a block keeps its place among the others")
  func longRecord() {
    let prefixes = HexPrefixes()
    let values = [
      "a", String(repeating: "x", count: 9 << 20), "b", String(repeating: "y", count: 5 << 20),
    ]
    let cells = column(values)
    let keys = column(values.indices.map { "\($0)" })
    var table = RecordTable([.text], prefixes)
    table.append(
      PackedRecords(
        key: keys, fields: [.text(cells.buffer, cells.keys)], prefixes, isLinked: true))
    table.append(
      PackedRecords(
        key: column(["1"]), fields: [.text(cells.buffer, [cells.keys[0]])], prefixes,
        isLinked: true))
    table.finish(firstOnly: false)
    let found = table.find(packed(keys, prefixes))
    let matches = table.matches(found, keep: .matched, take: .all)
    #expect(matches.left == [0, 1, 1, 2, 3])
    #expect(shown(table.field(0, of: matches.right)) == ["a", values[1], "a", "b", values[3]])
  }

  private func hex(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// The same records by way of partitions, as when they go to disk; within a key their order stays.
  private func moved(_ table: RecordTable, _ prefixes: HexPrefixes, partitions: Int) -> RecordTable
  {
    let parts = (0..<partitions).map { _ in ByteBuffer(capacity: 0) }
    table.forEachBlock { records in
      let dealt = DealtRecords(linked: records, partitions: partitions)
      for partition in 0..<partitions {
        let range = dealt.range(of: partition)
        parts[partition].append(
          Slice(start: range.lowerBound, length: range.count), of: dealt.buffer)
      }
    }
    var whole = RecordTable(table.forms, prefixes)
    for part in parts { whole.append(PackedRecords(linked: part, table.forms)) }
    return whole
  }
}
