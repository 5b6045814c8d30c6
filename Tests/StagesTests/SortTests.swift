import StageKit
import Stages
import Table
import Testing

@Suite struct SortTests {
  @Test(arguments: [1, 3, 100]) func `rows come in the order, ties as they were`(batchRows: Int)
    throws
  {
    let rows = Rows("id,k\n1,b\n2,a\n3,\n4,b\n5,a\n", batchRows: batchRows)
    #expect(try Trial("sort", "k NULLS FIRST", rows).csv == "id,k\n3,\n2,a\n5,a\n1,b\n4,b\n")
    #expect(try Trial("sort", "k DESC NULLS LAST", rows).csv == "id,k\n1,b\n4,b\n2,a\n5,a\n3,\n")
  }

  @Test func `several terms, numbers by value`() throws {
    let rows = Rows("n,s\n10,a\n9,b\n9.0,c\n-1,d\n", types: ["n": .decimal])
    #expect(try Trial("sort", ["n", "s DESC"], rows).csv == "n,s\n-1,d\n9.0,c\n9,b\n10,a\n")
    #expect(try Trial("sort", "n, s DESC", rows).csv == "n,s\n-1,d\n9.0,c\n9,b\n10,a\n")
  }

  @Test func `runs on disk give what memory gives`() throws {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var state = seed
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var csv = "id,k,n\n"
    for id in 0..<6000 {
      let key = random(9) == 0 ? "" : "k\(random(300))"
      csv += "\(id),\(key),\(random(50))\n"
    }
    let rows = Rows(csv, types: ["n": .integer], batchRows: 97)
    let inMemory = try Trial("sort", ["k DESC", "n"], rows)
    let onDisk = try Trial("sort", ["k DESC", "n"], rows, memory: 40_000)
    #expect(onDisk.csv == inMemory.csv, "seed \(seed)")
    let expected = rows.batches.flatMap { batch in
      (0..<batch.rowCount).map { row in batch.columns.map { $0[row] } }
    }.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a[1] != b[1] {
        // Nulls are the largest values unless told otherwise, as in Snowflake.
        if a[1] == .null || b[1] == .null { return a[1] == .null }
        return a[1].written > b[1].written
      }
      let (m, n) = (Int(a[2].written) ?? 0, Int(b[2].written) ?? 0)
      return m != n ? m < n : left.offset < right.offset
    }.map(\.element)
    #expect(inMemory.cells == expected, "seed \(seed)")
  }

  @Test func `nothing in gives nothing out`() throws {
    #expect(try Trial("sort", "a", Rows("a\n")).csv == "a\n")
  }

  @Test func `mistakes are found before anything is read`() {
    #expect(mistakes("sort", "nmae DESC", columns("name")).map(\.code) == [.unknownColumn])
    #expect(mistakes("sort", [], columns("name")).map(\.code) == [.missingKey])
  }
}
