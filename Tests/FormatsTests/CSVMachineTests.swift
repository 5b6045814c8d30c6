import Bytes
import Table
import TestKit
import Testing

@testable import Formats

@Suite("The machine that specifies CSV")
struct CSVMachineTests {
  private static let dialects: [(Dialect, [String])] = {
    var quoteNone = Dialect(name: "none")
    quoteNone.quote = nil
    return [
      (.standard, [",", "\"", "\r", "\n", "a"]),
      (Dialect.redshift, ["|", "\"", "\\", "\n", "a"]),
      (Dialect.databricks, [",", "\"", "\\", "\n", "a"]),
      (Dialect.redshift, ["\r", "\"", "\\", "\n"]),
      (quoteNone, [",", "\"", "\r", "\n", "a"]),
    ]
  }()

  private func check(_ bytes: [UInt8], _ dialect: Dialect, _ longest: Int) -> Bool {
    var machine = CSVMachine(dialect, longestRecord: longest)
    machine.read(bytes.span, isEnd: true)
    let expected = NaiveCSV(dialect: dialect, longestRecord: longest).records(bytes)
    if machine.records == expected { return true }
    Issue.record(
      """
      \(dialect.name), longest \(longest): \(String(reflecting: String(decoding: bytes, as: UTF8.self)))
      machine \(machine.records)
      naive \(expected)
      """)
    return false
  }

  @Test("every text of up to six structural bytes has the records that the grammar gives it")
  func exhaustive() {
    for (dialect, pieces) in Self.dialects {
      for bytes in AllTexts(of: pieces, upTo: 6) {
        for longest in [3, 1000] where !check(bytes, dialect, longest) { return }
      }
    }
  }

  @Test("what the index calls regular, it divides as the machine does")
  func index() {
    for (dialect, pieces) in Self.dialects where dialect.escape == .doubled {
      for bytes in AllTexts(of: pieces, upTo: 7) {
        let index = csvIndex(bytes.span, delimiter: dialect.delimiter, quote: dialect.quote)
        var machine = CSVMachine(dialect, longestRecord: 1000)
        machine.read(bytes.span, isEnd: true)
        if index.isIrregular || index.endsInQuotes { continue }
        var entries = index.entries
        if let last = bytes.last, last != 0x0a {
          entries.append(UInt32(bytes.count) | CSVIndex.newline)
        }
        if entries != machine.entries {
          Issue.record("\(String(reflecting: String(decoding: bytes, as: UTF8.self)))")
          return
        }
      }
    }
  }

  @Test("a text with a bad record is never regular to the index")
  func irregular() {
    for bytes in AllTexts(of: [",", "\"", "\r", "\n", "a"], upTo: 7) {
      var machine = CSVMachine(.standard, longestRecord: 1000)
      machine.read(bytes.span, isEnd: true)
      if machine.bad.isEmpty { continue }
      let index = csvIndex(bytes.span, delimiter: 0x2c, quote: 0x22)
      if !index.isIrregular && !index.endsInQuotes {
        Issue.record("\(String(reflecting: String(decoding: bytes, as: UTF8.self)))")
        return
      }
    }
  }

  @Test("lines that join the way of a failed record end as if they had gone it themselves")
  func trails() {
    var random = Seeded(for: "records that fail over many lines")
    for _ in 0..<20_000 {
      let (dialect, pieces) = random.pick(Self.dialects)
      let lines = pieces + ["x\",\"y\n", "\n\"", "a\\\n", "\",\"", "\"\"", "b\n"]
      let bytes = Array(random.text(of: lines, count: 1...40).utf8)
      if !check(bytes, dialect, random.int(1...60)) {
        Issue.record("seed \(random.seed)")
        return
      }
    }
  }
}
