import Bytes
import Table
import TestKit
import Testing

@Suite("Batches and columns")
struct BatchTests {
  private let buffer = ByteBuffer("annbob12.50{}")

  /// Four rows, a column of every form.
  private var batch: Batch {
    let texts = [Slice(start: 0, length: 3), .null, .missing, .empty]
    let numbers = [Slice(start: 6, length: 5), Slice(start: 6, length: 2), .null, .missing]
    return Batch(
      rowCount: 4,
      columns: [
        Column(.string, .text(buffer, texts)), Column(.decimal, .text(buffer, numbers)),
        Column(.json, .json(buffer, [Slice(start: 11, length: 2), .null, .missing, .null])),
        Column(.integer, .integers([1, 0, 3, 0], Presence(states: [0, 1, 0, 2]))),
        Column(.double, .doubles([1.5, 2.5, 3.5, 4.5], .all)),
        Column(.boolean, .booleans([.yes, .no, .null, .missing])),
        Column(.timestamp, .instants([Instant(seconds: 1), .null, .missing, Instant(seconds: 2)])),
        Column(.string, .constant(.missing, 4)), .pruned(.string),
      ],
      origins: (0..<4).map { Origin(file: 65_535, line: $0 + 1, offset: $0 * 10) },
      raw: (buffer, texts))
  }

  private static let rows: [[Value]] = [
    [
      .text("ann"), .decimal("12.50"), .json("{}"), .integer(1), .double(1.5), .boolean(true),
      .instant(Instant(seconds: 1)), .missing, .missing,
    ],
    [
      .null, .decimal("12"), .null, .null, .double(2.5), .boolean(false), .null, .missing, .missing,
    ],
    [.missing, .null, .missing, .integer(3), .double(3.5), .null, .missing, .missing, .missing],
    [
      .text(""), .missing, .null, .missing, .double(4.5), .missing, .instant(Instant(seconds: 2)),
      .missing, .missing,
    ],
  ]

  private func values(_ batch: Batch) -> [[Value]] {
    (0..<batch.rowCount).map { row in batch.columns.map { $0[row] } }
  }

  @Test("a cell is a value, null or missing, in whatever form its column is held")
  func cells() {
    #expect(values(batch) == Self.rows)
    #expect(batch.columns.map(\.count) == [4, 4, 4, 4, 4, 4, 4, 4, nil])
  }

  @Test("gathered rows come in the order asked for, with their origins and raw text")
  func gather() {
    var batch = batch
    batch.gather([3, 0, 0])
    #expect(values(batch) == [Self.rows[3], Self.rows[0], Self.rows[0]])
    #expect(batch.origins.map(\.line) == [4, 1, 1])
    #expect(batch.raw?.rows == [.empty, Slice(start: 0, length: 3), Slice(start: 0, length: 3)])
  }

  @Test("any marks keep exactly the rows that they mark", arguments: 0..<16)
  func keep(_ marks: Int) {
    var batch = batch
    batch.keep((0..<4).map { UInt8(marks >> $0 & 1) })
    let kept = (0..<4).filter { marks >> $0 & 1 == 1 }
    #expect(values(batch) == kept.map { Self.rows[$0] })
    #expect(batch.origins.map(\.offset) == kept.map { UInt64($0 * 10) })
    #expect(batch.columns[7].count == kept.count)
  }

  @Test("an origin holds any file, line and offset, also through a spill file")
  func origins() {
    let origin = Origin(file: 65_535, line: 1 << 47, offset: 1 << 50)
    let back = Origin(words: origin.words.0, origin.words.1)
    #expect(back == origin && back.file == 65_535 && back.line == 1 << 47)
    #expect(back.offset == 1 << 50)
  }

  @Test("the positions of marked rows are found at any length")
  func positions() {
    var random = Seeded(for: "positions of marks")
    for length in 0...200 {
      let marks = (0..<length).map { _ in UInt8(random.int(0...1)) }
      let expected = marks.indices.filter { marks[$0] == 1 }.map(UInt32.init)
      #expect(indices(ofOnes: marks) == expected, "seed \(random.seed)")
    }
  }

  @Test("a row that is the first to be absent leaves the others present")
  func presence() {
    var presence = Presence.all
    presence.setAbsent(1, missing: true, count: 3)
    presence.setAbsent(2, count: 3)
    #expect((0..<3).map(presence.isPresent) == [true, false, false])
    #expect((0..<3).map(presence.isMissing) == [false, true, false])
    #expect(presence.gathered([2, 1]) == Presence(states: [1, 2]))
  }

  @Test("a schema finds columns by their exact name")
  func schema() {
    let schema = Schema([.init("a", .string), .init("A", .integer)])
    #expect(schema.index(of: "A") == 1 && schema.index(of: "b") == nil)
    #expect(schema.names == ["a", "A"] && schema[1].type == .integer)
  }
}
