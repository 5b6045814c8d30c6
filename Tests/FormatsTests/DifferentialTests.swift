import Table
import TestKit
import Testing

@testable import Formats

@Suite("Readers beside Python's")
struct DifferentialTests {
  @Test("well-formed CSV has the cells that Python's csv module reads")
  func csv() throws {
    var random = Seeded(for: "CSV beside Python")
    var texts: [String] = []
    for _ in 0..<150 {
      let width = random.int(2...6)
      let end = random.pick(["\n", "\r\n"])
      var rows = ["" + (0..<width).map { "c\($0)" }.joined(separator: ",")]
      for _ in 0..<random.int(0...40) {
        rows.append((0..<width).map { _ in cell(&random) }.joined(separator: ","))
      }
      texts.append(rows.joined(separator: end) + (random.chance(50) ? end : ""))
    }
    let expected: [[[String]]] = try Python.ask(
      """
      import csv, io
      print(json.dumps([[row for row in csv.reader(io.StringIO(text, newline=''), strict=True) if row]
        for text in question]))
      """, texts)
    for (text, rows) in zip(texts, expected) {
      var reading = Reading.plain
      reading.chunkBytes = random.int(1...200)
      reading.pieceBytes = random.int(1...50)
      let whole = try reading.csv(text)
      #expect(whole.rejects.isEmpty, "seed \(random.seed)")
      #expect(whole.texts == Array(rows.dropFirst()), "seed \(random.seed)")
    }
  }

  private func cell(_ random: inout Seeded) -> String {
    let plain = [
      "a", "é", "🌟", " ", "1", "\\", "'", "\t", "-", "\u{1F}", "\0", "\u{85}", "\u{2028}",
    ]
    if random.chance(60) { return random.text(of: plain, count: 0...20) }
    let content = random.text(of: plain + [",", "\n", "\r\n", "\r", "\"\""], count: 0...20)
    return "\"\(content)\""
  }

  @Test("what Python's csv module writes comes back, in every delimiter and way of quoting")
  func written() throws {
    var random = Seeded(for: "CSV that Python writes")
    var tables: [[[String]]] = []
    for _ in 0..<60 {
      let width = random.int(2...4)
      tables.append(
        (0...random.int(0...20)).map { _ in
          (0..<width).map { _ in
            random.text(
              of: ["a", "\"", ",", ";", "|", "\t", "\n", "\r\n", "é", "\\"], count: 0...8)
          }
        })
    }
    let written: [[String]] = try Python.ask(
      """
      import csv, io
      def write(table, **options):
        out = io.StringIO(newline='')
        csv.writer(out, **options).writerows(table)
        return out.getvalue()
      print(json.dumps([[write(table, delimiter=d, quoting=q, lineterminator=t)
        for d in ',;|\\t' for q in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL) for t in ('\\n', '\\r\\n')]
        for table in question]))
      """, tables)
    for (table, texts) in zip(tables, written) {
      for (index, text) in texts.enumerated() {
        var reading = Reading.plain
        reading.header = table[0].indices.map { "c\($0)" }
        reading.dialect.delimiter = [0x2c, 0x3b, 0x7c, 0x09][index / 4]
        reading.chunkBytes = random.int(1...100)
        let whole = try reading.csv(text)
        #expect(whole.texts == table, "seed \(random.seed)")
      }
    }
  }

  @Test("NDJSON has the members that Python's json module reads")
  func ndjson() throws {
    var random = Seeded(for: "NDJSON beside Python")
    struct Question: Encodable {
      var seed: Int
    }
    struct Answer: Decodable {
      var text: String
      /// Canonical JSON of the members; nil where there is none.
      var members: [[String?]]
    }
    let answers: [Answer] = try Python.ask(
      """
      import random
      r = random.Random(question['seed'])
      letters = ['a', 'é', '🌟', '"', '\\\\', '\\n', '\\t', '\\x7f', '\\u2028', '/', '\\0', ' ']
      word = lambda: ''.join(r.choice(letters) for _ in range(r.randrange(8)))
      def value(depth=0):
        kind = r.randrange(9 if depth < 4 else 7)
        if kind == 0: return None
        if kind == 1: return r.choice([True, False])
        if kind == 2: return r.randrange(-10**20, 10**20)
        if kind == 3: return r.random() * 10.0 ** r.randrange(-300, 300)
        if kind < 7: return word()
        if kind == 7: return [value(depth + 1) for _ in range(r.randrange(4))]
        return {word(): value(depth + 1) for _ in range(r.randrange(4))}
      names = ['id', 'straße', 'a"b', '🌟', 'c\\\\d']
      answers = []
      for _ in range(100):
        lines, members = [], []
        for _ in range(r.randrange(30)):
          keys = [n for n in names if r.randrange(4)] + [word() + '!' for _ in range(r.randrange(3))]
          r.shuffle(keys)
          row = {k: value() for k in keys}
          lines.append(json.dumps(row, ensure_ascii=r.randrange(2) == 0,
            separators=r.choice([(',', ':'), (', ', ': '), (' , ', ' : ')])))
          members.append([json.dumps(row[n]) if n in row and row[n] is not None
            else None if n in row else '<missing>' for n in names])
        answers.append({'text': r.choice(['\\n', '\\r\\n']).join(lines), 'members': members})
      print(json.dumps(answers))
      """, Question(seed: Int(random.seed % 1_000_000_007)))
    var texts: [[String?]] = []
    for answer in answers {
      var reading = Reading()
      reading.columns = ["id", "straße", "a\"b", "🌟", "c\\d"]
      reading.chunkBytes = random.int(1...300)
      let whole = try reading.ndjson(answer.text)
      #expect(whole.rejects.isEmpty, "seed \(random.seed): \(whole.rejects)")
      texts += whole.texts
    }
    let canonical: [[String?]] = try Python.ask(
      """
      print(json.dumps([[c if c in (None, '<missing>') else json.dumps(json.loads(c)) for c in row]
        for row in question]))
      """, texts)
    #expect(canonical == answers.flatMap(\.members), "seed \(random.seed)")
  }
}
