import Table
import TestKit
import Testing

@testable import Formats

@Suite("A file that cannot be read to its end")
struct DamageTests {
  private let verifier: ChunkVerifier = {
    var reading = Reading.plain
    reading.isDamaged = true
    reading.columns = ["id", "note"]
    return ChunkVerifier(reading)
  }()

  @Test("all whole CSV records before the damage are given out, then the damage is told")
  func csv() throws {
    let records = ["id,note\n", "1,a\n", "2,\"b\n\"\"c\"\n", "3\n", "4,\"d\"e\n", "5,f\r\n"]
    let text = records.joined()
    for length in records[0].utf8.count...text.utf8.count {
      let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
      let found = try verifier.csv(cut)
      #expect(found.failure == "INP403")
      var count = 0
      var end = records[0].utf8.count
      for record in records.dropFirst() {
        end += record.utf8.count
        if end <= length { count += 1 }
      }
      #expect(found.rowsRead == count, "cut at \(length)")
    }
  }

  @Test("all whole lines of NDJSON before the damage are given out, then the damage is told")
  func ndjson() throws {
    var random = Seeded(for: "damaged NDJSON")
    var lines: [String] = []
    for id in 0..<20 {
      let note = String(repeating: "x", count: random.int(0...40))
      lines.append(random.chance(10) ? "{broken\n" : "{\"id\":\(id),\"note\":\"\(note)\"}\n")
    }
    let text = lines.joined()
    for _ in 0..<20 {
      let length = random.int(lines[0].utf8.count...text.utf8.count)
      let found = try verifier.ndjson(String(decoding: text.utf8.prefix(length), as: UTF8.self))
      #expect(found.failure == "INP403")
      let whole = text.utf8.prefix(length).count { $0 == 0x0a }
      #expect(found.rowsRead == whole, "cut at \(length)")
    }
  }

  @Test("damage where a file begins is told before anything runs, also when it cuts off the header")
  func beginning() throws {
    #expect(try verifier.csv("id,no").failure == "INP403")
    var reading = verifier.reading
    reading.columns = nil
    #expect(throws: Problem.self) { try reading.csv("id,note\n1,a\n") }
    #expect(throws: Problem.self) { try reading.ndjson("{\"id\":1}\n") }
  }
}
