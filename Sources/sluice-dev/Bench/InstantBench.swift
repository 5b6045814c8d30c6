import Bytes

/// Written times: the column's kernel beside ``parseInstant(_:offset:)`` a cell.
struct InstantBench {
  func comparisons() throws(BenchError) -> [Comparison] {
    return [
      try Comparison.measured(
        "times read, seven forms", beside: "a cell at a time", TextCells.rowCount, .values,
        over: InstantBench.batches(),
        kernel: { parseInstants($0.slices, in: $0.buffer) },
        twin: { InstantBench.plain($0) },
        isSame: { cells, found, expected in
          let failures = Set(expected.failures)
          return found.failures == expected.failures
            && cells.slices.indices.allSatisfy { row in
              failures.contains(row) || found.instants[row] == expected.instants[row]
            }
        })
    ]
  }

  /// One cell in fifty is null, one in a hundred is no time.
  private static func batches() -> [TextCells] {
    var random = BenchRandom()
    let forms = [
      " +0000", ".123 +0000", ".123456789", "Z", " UTC", ".5+02:00", "-0700",
    ]
    return TextCells.batches {
      if random.chance(2) { return nil }
      if random.chance(1) { return "2025-02-30 10:00:00" }
      let day = "20\(random.pair(0..<40))-\(random.pair(1..<13))-\(random.pair(1..<29))"
      let time = "\(random.pair(0..<24)):\(random.pair(0..<60)):\(random.pair(0..<60))"
      return day + (random.chance(50) ? " " : "T") + time + random.pick(forms)
    }
  }

  private static func plain(_ cells: TextCells) -> (instants: [Instant], failures: [Int]) {
    var failures: [Int] = []
    let buffer = cells.buffer
    let instants = cells.slices.indices.map { row -> Instant in
      let slice = cells.slices[row]
      guard slice.isPresent else { return slice.isMissing ? .missing : .null }
      if let instant = parseInstant(buffer.bytes(slice)) { return instant }
      failures.append(row)
      return .null
    }
    return (instants, failures)
  }
}
