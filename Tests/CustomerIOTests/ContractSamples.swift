import Bytes
import CustomerIO
import Foundation
import Table
import Testing

/// Messages of every kind for the interfaces that have an OpenAPI file, as full and as bare as they can be.
@Suite("Contract samples")
struct ContractSamples {
  /// Every field of a kind and some attributes.
  static func full(_ kind: MessageKind, as wire: WireForm) -> Rows {
    var rows = Rows([:])
    rows.count = 3
    for field in kind.fields where field.needs[wire] != nil && field.needs[wire] != .ignored {
      rows.names.append(field.name)
      rows.columns.append(column(field.shape))
    }
    if kind.attributes != nil, kind != .relationship {
      rows.names += ["plan", "visits", "ok", "created_at", "ltv", "weird \" name"]
      rows.columns += [
        .text("pro", "日本\u{1}\"\\", nil), .integers(1, -2, 3), .truths(.yes, .null, .no),
        .times("2025-01-15", nil, "2024-02-29 12:00:00.5Z"),
        .text("12.50", "1e5", nil, type: .decimal), .text("a", "", nil),
      ]
      if kind != .device {
        rows.names.append("tags")
        rows.columns.append(.json("[\"a\",\n 1]", "{\"b\":{\"c\":null}}", nil))
      }
    }
    return rows
  }

  private static func column(_ shape: MessageField.Shape) -> Column {
    switch shape {
    case .person: .text("42", "ann@example.com", "cio_a3000001")
    case .anonymous: .text("anon-1", "anon-2", "anon-3")
    case .object: .text("acme", "Ä", "3")
    case .objectType: .integers(1, 2, 3)
    case .eventName, .name: .text("Signed Up", "page \"2\"", "E")
    case .time: .times("2025-01-15 10:30:00.123Z", "1999-12-31", "2024-02-29")
    case .message:
      .text(
        "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ", "01BX5ZZKBKACTAV9WEVGEMMVS0")
    case .json: .json("{}", "{\"ip\":\"127.0.0.1\"}", "{\"locale\":\"de-DE\"}")
    case .deviceToken: .text("t1", "t2", "t3")
    case .platform: .text("ios", "android", "ios")
    }
  }

  /// What a wire form asks for and nothing more.
  static func bare(_ kind: MessageKind, as wire: WireForm) -> Rows {
    var rows = full(kind, as: wire)
    var hasAlternative = false
    for index in rows.names.indices.reversed() {
      switch kind.field(named: rows.names[index])?.needs[wire] {
      case .required?: continue
      case .oneOf? where !hasAlternative: hasAlternative = true
      case .oneOf?, .optional?, .ignored?, nil:
        rows.names.remove(at: index)
        rows.columns.remove(at: index)
      }
    }
    return rows
  }

  static let kinds = MessageKind.allCases.filter { $0 != .rows }

  @Test(
    "every kind can be written in full and bare; with SLUICE_CONTRACT_OUT set, to files that contract.py reads",
    arguments: [WireForm.pipelines, .track])
  func samples(wire: WireForm) throws {
    var lines: [String] = []
    for kind in ContractSamples.kinds {
      for rows in [ContractSamples.full(kind, as: wire), ContractSamples.bare(kind, as: wire)] {
        let outcome = try rows.encoded(kind, as: wire)
        #expect(outcome.problems.isEmpty)
        try #require(outcome.lines.count == 3, "\(kind) as \(wire)")
        for line in outcome.lines {
          let read = try JSONSerialization.jsonObject(with: Data(line.utf8))
          #expect(read is [String: Any])
        }
        lines += outcome.lines
      }
    }
    guard let folder = ProcessInfo.processInfo.environment["SLUICE_CONTRACT_OUT"] else { return }
    try (lines.joined(separator: "\n") + "\n")
      .write(toFile: "\(folder)/\(wire.rawValue).ndjson", atomically: true, encoding: .utf8)
  }

  @Test(
    "every kind that a flat form has can be written as NDJSON and as CSV, with as many fields as columns",
    arguments: ContractSamples.kinds)
  func flat(kind: MessageKind) throws {
    for wire in [WireForm.reverseETL, .csvImport] where kind.isSupported(by: wire) {
      for rows in [ContractSamples.full(kind, as: wire), ContractSamples.bare(kind, as: wire)] {
        var layout = rows.layout(kind, as: wire)
        #expect(try rows.encoded(layout).problems.isEmpty)
        layout.container = .csv
        let encoder = try MessageEncoder(layout)
        let header = ByteBuffer()
        encoder.header(into: header)
        #expect(!encoder.columnNames.isEmpty)
        #expect(try rows.encoded(layout).lines.first.map { $0 + "\n" } == header.text)
      }
    }
  }

  @Test("batches of any size and encoders on several threads write the same bytes")
  func concurrency() async throws {
    let count = 5000
    let rows = Rows([
      "userId": .texts((0..<count).map { "user-\($0)" }),
      "event": .texts((0..<count).map { ["Order Completed", "Signed Up", "E\u{7}"][$0 % 3] }),
      "timestamp": Column(
        .timestamp, .instants((0..<count).map { Instant(seconds: 1_700_000_000 + Int64($0)) })),
      "n": Column(.integer, .integers((0..<count).map { Int64($0) }, .all)),
    ])
    let encoder = try MessageEncoder(rows.layout(.track, as: .pipelines))
    let batch = rows.batch
    let whole = ByteBuffer()
    var problems: [RowProblem] = []
    var findings = FindingCounts()
    #expect(encoder.encode(batch, into: whole, &problems, &findings) == count)
    for size in [1, 7, 4096] {
      let parts = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
      let texts = await withTaskGroup(of: (Int, String).self) { group in
        for (index, range) in parts.enumerated() {
          group.addTask {
            var part = batch
            part.gather(range.map { UInt32($0) })
            let output = ByteBuffer()
            var problems: [RowProblem] = []
            var findings = FindingCounts()
            _ = encoder.encode(part, into: output, &problems, &findings)
            return (index, output.text)
          }
        }
        return await group.reduce(into: [(Int, String)]()) { $0.append($1) }
      }
      #expect(texts.sorted { $0.0 < $1.0 }.map(\.1).joined() == whole.text)
    }
  }
}
