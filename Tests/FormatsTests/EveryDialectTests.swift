import Foundation
import Table
import TestKit
import Testing

@testable import Formats

/// The tables of `sample-data/generate.py`, written in every dialect, are the rows that it wrote.
@Suite("Every table in every dialect")
struct EveryDialectTests {
  private struct Question: Encodable {
    var script: String
    var seed: Int
  }

  private struct Table: Decodable {
    var name: String
    var columns: [String]
    var kinds: [String]
    /// Each cell in the form of ``Whole/texts``.
    var rows: [[String?]]
    /// The text of the file for each dialect.
    var dumps: [String: String]
    var ndjson: String
  }

  private func tables(_ seed: Int) throws -> [Table] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../sample-data/generate.py").standardizedFileURL.path
    return try Python.ask(
      """
      import datetime as dt, importlib.util
      sys.dont_write_bytecode = True
      spec = importlib.util.spec_from_file_location('generate', question['script'])
      generate = importlib.util.module_from_spec(spec)
      spec.loader.exec_module(generate)
      def cell(value):
        if value is None: return None
        if isinstance(value, bool): return 'true' if value else 'false'
        if not isinstance(value, dt.datetime): return str(value)
        since = value.replace(tzinfo=None) - dt.datetime(1970, 1, 1)
        return '%d.%d' % (since.days * 86400 + since.seconds, since.microseconds * 1000)
      tables = generate.make(question['seed'], 200)
      print(json.dumps([{'name': name, 'columns': [c for c, _ in columns],
        'kinds': [k for _, k in columns],
        'rows': [[cell(row[c]) for c, _ in columns] for row in tables[name]],
        'dumps': {d: generate.csv_text(columns, tables[name], d).decode() for d in generate.DIALECTS},
        'ndjson': generate.ndjson_text(columns, tables[name]).decode()}
        for name, columns in generate.TABLES.items()]))
      """, Question(script: script, seed: seed))
  }

  private func reading(_ table: Table, _ dialect: Dialect) -> Reading {
    var reading = Reading()
    reading.dialect = dialect
    reading.columns = table.columns
    for (name, kind) in zip(table.columns, table.kinds) {
      reading.types[name] = kind == "text" ? .string : ValueType(rawValue: kind) ?? .decimal
    }
    return reading
  }

  @Test("is read as the rows it was written from")
  func everyDialect() throws {
    var random = Seeded(for: "every table in every dialect")
    for table in try tables(Int(random.seed % 1_000_000)) {
      for dialect in Dialect.presets {
        let dump = try #require(table.dumps[dialect.name])
        var reading = reading(table, dialect)
        reading.chunkBytes = random.int(100...100_000)
        let whole = try reading.csv(dump)
        #expect(whole.rejects.isEmpty, "\(table.name), \(dialect.name), seed \(random.seed)")
        #expect(whole.texts == table.rows, "\(table.name), \(dialect.name), seed \(random.seed)")
      }
      let whole = try reading(table, .bigquery).ndjson(table.ndjson)
      let texts = whole.texts.map { $0.map { $0 == "<missing>" ? nil : $0 } }
      #expect(whole.rejects.isEmpty && texts == table.rows, "\(table.name), seed \(random.seed)")
    }
  }
}
