import StageKit
import Stages
import Table
import TestKit
import Testing

@Suite struct RankTests {
  /// Terms as they are written, with the column that they read; most stand in several orders.
  private static let terms = [
    ("a", 1), ("a DESC", 1), ("a NULLS FIRST", 1), ("a DESC NULLS LAST", 1), ("b", 2),
    ("b DESC", 2),
    ("lower(b)", 2), ("id", 0), ("id DESC", 0),
  ]

  /// Where a cell stands before another by one term; nulls are the largest values unless told otherwise.
  private static func compare(_ left: String?, _ right: String?, _ term: String) -> Int {
    guard let left, let right else {
      if left == nil, right == nil { return 0 }
      let nullsFirst =
        term.contains("NULLS FIRST") || term.contains("DESC") && !term.contains("NULLS LAST")
      return (left == nil) == nullsFirst ? -1 : 1
    }
    let order =
      Int(left) != nil ? Int(left)! - Int(right)! : left == right ? 0 : left < right ? -1 : 1
    return term.contains("DESC") ? -order : order
  }

  @Test func `numbers are those of a plain count, whichever terms the columns share`() throws {
    var random = Seeded(for: "ranks")
    for _ in 0..<40 {
      let cells = (0..<random.int(0...120)).map { id in
        [
          String(id % 50), random.chance(20) ? nil : String(random.int(0...6)),
          random.chance(20) ? nil : random.pick(["x", "xy", "y", "xa"]),
          random.chance(10) ? nil : "p\(random.int(0...4))",
        ]
      }
      let orders = (0..<random.int(1...4)).map { _ in
        (
          random.pick(["row_number", "rank", "dense_rank"]),
          (0..<random.int(1...3)).map { _ in random.pick(Self.terms) }
        )
      }
      var columns: [(String, Doc)] = orders.enumerated().map { number, order in
        let text = Doc.scalar(order.1.map(\.0).joined(separator: ", "), isQuoted: false)
        return ("n\(number)", .map([(order.0, text)]))
      }
      columns.append(("all", ["count": .scalar("*", isQuoted: true)]))
      columns.append(("some", ["count": "a"]))
      let csv = cells.map { $0.map { $0 ?? "" }.joined(separator: ",") + "\n" }.joined()
      let rows = Rows(
        "id,a,b,who\n" + csv, types: ["id": .integer, "a": .integer],
        batchRows: random.pick([7, 1000]))
      let found = try Trial(
        "rank", .map([("partition_by", ["who"]), ("columns", .map(columns))]), rows)

      let wanted = cells.indices.map { row in
        let peers = cells.indices.filter { cells[$0][3] == cells[row][3] }
        let numbers = orders.map { function, terms in
          func order(_ other: Int) -> Int {
            terms.lazy.map { Self.compare(cells[other][$0.1], cells[row][$0.1], $0.0) }
              .first { $0 != 0 } ?? 0
          }
          let before = peers.filter { order($0) < 0 }
          switch function {
          case "rank": return before.count + 1
          case "dense_rank":
            let distinct = before.filter { peer in
              !before.contains { other in
                other < peer
                  && terms.allSatisfy {
                    Self.compare(cells[other][$0.1], cells[peer][$0.1], $0.0) == 0
                  }
              }
            }
            return distinct.count + 1
          default: return before.count + peers.count { order($0) == 0 && $0 < row } + 1
          }
        }
        return numbers + [peers.count, peers.count { cells[$0][1] != nil }]
      }
      #expect(
        found.cells.map { $0.dropFirst(4).map { Int($0.written) ?? -1 } } == wanted,
        "seed \(random.seed), \(orders)")
    }
  }
}
