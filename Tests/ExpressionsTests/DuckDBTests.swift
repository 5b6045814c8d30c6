import Bytes
import Foundation
import Table
import TestKit
import Testing

/// The language beside DuckDB's SQL, over random expressions.
@Suite struct DuckDBTests {
  /// Rows with nulls, empty texts, blanks, letters beyond ASCII, zeros and both signs.
  static let table: [(name: String, type: ValueType, sql: String, values: [String?])] = [
    ("t", .string, "varchar", ["a", " B b ", "", nil, "Éa", "10", "a,b,c", "ab"]),
    ("u", .string, "varchar", ["a", "b", nil, nil, "éA", "9", ",", "B b"]),
    ("i", .integer, "bigint", ["1", "-3", "0", nil, "12", "9000000000", "7", "2"]),
    ("j", .integer, "bigint", ["1", "2", nil, "5", "-12", "4", "0", "2"]),
    (
      "d", .decimal, "decimal(18, 2)",
      ["1.50", "-0.25", "0.00", nil, "100.00", "2.49", "7.00", "-2.50"]
    ),
    ("f", .double, "double", ["0.5", "-2.25", "0.0", nil, "1e10", "3.0", "7.125", "0.1"]),
    ("b", .boolean, "boolean", ["true", "false", nil, "true", "false", nil, "true", "false"]),
    (
      "s", .timestamp, "timestamp",
      [
        "2025-01-15 10:30:00", "1969-12-31 23:59:59", nil, "2024-02-29 00:00:00.123",
        "9999-12-31 00:00:00", "2025-01-15 10:30:00", nil, "1970-01-01 00:00:00",
      ]
    ),
  ]

  static let rows = Rows(
    table.map { column in
      (
        column.name, column.type,
        column.values.map { text -> Value in
          guard let text else { return .null }
          switch column.type {
          case .boolean: return .boolean(text == "true")
          case .timestamp, .date:
            return parseInstant(text.utf8Span.span).map(Value.instant) ?? .null
          case .integer, .decimal, .double: return .decimal(text)
          case .string, .json: return .text(text)
          }
        }
      )
    })

  struct Question: Encodable {
    var columns: [[String]]
    var values: [[String?]]
    var expressions: [String]
  }

  static let script = """
    import duckdb
    db = duckdb.connect()
    names = ", ".join(f'{n} {t}' for n, t in question["columns"])
    db.execute(f"CREATE TABLE x (n bigint, {names})")
    for n, row in enumerate(zip(*question["values"])):
      db.execute("INSERT INTO x VALUES (?" + ", ?" * len(row) + ")", [n, *row])
    answer = []
    for e in question["expressions"]:
      rows = []
      for n in range(len(question["values"][0])):
        try:
          found = db.execute(f"SELECT CAST(({e}) AS varchar) FROM x WHERE n = {n}").fetchone()[0]
          rows.append("null" if found is None else "=" + found)
        except duckdb.Error as error:
          rows.append("failed: " + str(error).splitlines()[0])
      answer.append(rows)
    print(json.dumps(answer))
    """

  @Test func `Random expressions give what DuckDB gives`() throws {
    var generator = Generator(random: Seeded(for: "expressions beside DuckDB"))
    var expressions: [(kind: Generator.Kind, text: String)] = []
    for _ in 0..<400 {
      let kind = generator.random.pick(Generator.Kind.allCases)
      expressions.append((kind, generator.expression(kind, generator.random.int(1...4))))
    }
    let theirs = try Python.ask(
      Self.script,
      Question(
        columns: Self.table.map { [$0.name, $0.sql] }, values: Self.table.map(\.values),
        expressions: expressions.map(\.text)), as: [[String]].self)
    var compared = 0
    for (expression, answers) in zip(expressions, theirs) {
      let ours = try Self.rows.texts(expression.text)
      for (row, (our, their)) in zip(ours, answers).enumerated() {
        // A row that fails here has to fail there, or be the null or the infinity of a division by zero.
        if our.hasPrefix("STG60") {
          #expect(
            their == "null" || their.hasPrefix("failed") || their.contains("inf")
              || their.contains("nan") || expression.text.contains("/")
              || expression.text.contains("%"), "\(expression.text) in row \(row): \(their)")
          continue
        }
        if their.hasPrefix("failed") || their.contains("inf") || their.contains("nan") { continue }
        compared += 1
        #expect(
          Self.isSame(our, their, expression.kind),
          "\(expression.text) in row \(row): \(our), DuckDB \(their)")
      }
    }
    #expect(compared > 2000)
  }

  private static func isSame(_ our: String, _ their: String, _ kind: Generator.Kind) -> Bool {
    if our == "null" || their == "null" { return our == their }
    let their = String(their.dropFirst())
    switch kind {
    case .text, .boolean: return our == their
    case .integer, .decimal: return Decimal(string: our) == Decimal(string: their)
    case .double:
      guard let a = Double(our), let b = Double(their) else { return false }
      return a == b || abs(a - b) <= 1e-12 * max(abs(a), abs(b))
    case .time: return parseInstant(our.utf8Span.span) == parseInstant(their.utf8Span.span)
    }
  }
}
