import Bytes
import CustomerIO
import Foundation
import Table
import Testing

@Suite("Messages of the Data Pipelines API")
struct PipelinesFormTests {
  private let person = Rows([
    "userId": .text("u\"1", nil), "anonymousId": .text("", "a2"),
    "timestamp": .times("2025-01-15 10:30:00.5Z", nil), "plan": .text("pro", nil),
    "lifetime_value": .text("12.50", "0.10", type: .decimal), "visits": .integers(3, -7),
    "is_subscribed": .truths(.yes, .null), "score": .doubles(1.5, 2),
    "tags": .json("[\"a\",\n1]", nil), "created_at": .times("2024-02-29", nil),
    "born": .times("1990-05-06", nil, type: .date),
  ])

  @Test("an identify has its keys in order, numbers with their digits, and no null")
  func identify() throws {
    let outcome = try person.encoded(.identify, as: .pipelines)
    #expect(outcome.problems.isEmpty)
    let stamped = try #require(outcome.line.range(of: "\"messageId\":\"")?.upperBound)
    let id = String(outcome.line[stamped...].prefix(26))
    #expect(
      outcome.line
        == "{\"type\":\"identify\",\"userId\":\"u\\\"1\",\"timestamp\":\"2025-01-15T10:30:00.500Z\","
        + "\"messageId\":\"\(id)\",\"traits\":{\"plan\":\"pro\",\"lifetime_value\":12.50,\"visits\":3,"
        + "\"is_subscribed\":true,\"score\":1.5,\"tags\":[\"a\", 1],"
        + "\"created_at\":\"2024-02-29T00:00:00.000Z\",\"born\":\"1990-05-06\"}}")
    #expect(id.hasPrefix("01JHMR6KHM"), "the time is in its first ten digits")
    #expect(
      outcome.lines[1].contains("\"traits\":{\"lifetime_value\":0.10,\"visits\":-7,\"score\":2}}"))
    #expect(
      outcome.lines[1].hasPrefix(
        "{\"type\":\"identify\",\"anonymousId\":\"a2\",\"messageId\":\"0000000000"))
    #expect(outcome.findings[.anonymousIdentify] == 1)
  }

  @Test("nulls: clear sends null for what is null, and nothing for what is missing")
  func clear() throws {
    let buffer = ByteBuffer("x")
    let rows = Rows([
      "userId": .text("u", "v"),
      "plan": Column(.string, .text(buffer, [.null, .missing])),
      "visits": Column(.integer, .integers([0, 0], Presence(states: [1, 2]))),
      "active": .truths(.null, .missing),
      "seen": Column(.timestamp, .instants([.null, .missing])),
      "constant": Column(.string, .constant(.null, 2)),
    ])
    var layout = rows.layout(.identify, as: .pipelines)
    layout.nulls = .clear
    let outcome = try rows.encoded(layout)
    #expect(
      outcome.lines[0].hasSuffix(
        "\"traits\":{\"plan\":null,\"visits\":null,\"active\":null,\"seen\":null,\"constant\":null}}"
      ))
    #expect(outcome.lines[1].hasSuffix("\"traits\":{\"constant\":null}}"))
  }

  @Test("a group carries its type as a string and the relationship's attributes in its traits")
  func group() throws {
    let rows = Rows([
      "groupId": .text("g"), "objectTypeId": .integers(2), "userId": .text("u"),
      "relationshipAttributes": .json("{\"role\":\"owner\"}"), "name": .text("Ärzte"),
    ])
    let outcome = try rows.encoded(.group, as: .pipelines)
    #expect(
      outcome.line.contains(
        "\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"g\",\"messageId\":\"0000000000"))
    #expect(
      outcome.line.hasSuffix(
        "\"traits\":{\"objectTypeId\":\"2\",\"relationshipAttributes\":{\"role\":\"owner\"},\"name\":\"Ärzte\"}}"
      ))
    var older = rows.layout(.group, as: .pipelines)
    older.objectTypeKey = .snakeCase
    #expect(try rows.encoded(older).line.contains("\"traits\":{\"object_type_id\":\"2\","))
  }

  @Test("an event's properties are there even when there are none")
  func emptyProperties() throws {
    let rows = Rows(["userId": .text("u"), "event": .text("Signed Up")])
    #expect(try rows.encoded(.track, as: .pipelines).line.hasSuffix("\"properties\":{}}"))
  }

  @Test("the same row has the same messageId in every batch, and another row another one")
  func deterministic() throws {
    let one = try person.encoded(.identify, as: .pipelines).lines
    #expect(try person.encoded(.identify, as: .pipelines).lines == one)
    let alone = Rows([
      "userId": .text("x", "x", "y"), "event": .text("E", "E", "E"), "n": .integers(1, 2, 1),
    ])
    let ids = try alone.encoded(.track, as: .pipelines).lines.map { line in
      String(line[line.range(of: "\"messageId\":\"")!.upperBound...].prefix(26))
    }
    #expect(Set(ids).count == 3)
    #expect(ids.allSatisfy { isULID(ByteBuffer($0).bytes) })
  }

  @Test("the recipe of a messageId can be followed by anybody: XXH3-128 of the line with 26 zeros")
  func recipe() throws {
    let line = try person.encoded(.identify, as: .pipelines).line
    let stamped = try #require(line.range(of: "\"messageId\":\"")?.upperBound)
    let id = String(line[stamped...].prefix(26))
    let blank = line.replacingOccurrences(of: id, with: String(repeating: "0", count: 26))
    let expected = ByteBuffer()
    expected.append(
      ulid: Instant(seconds: 1_736_937_000, nanoseconds: 500_000_000),
      hash128(Array(blank.utf8).span))
    #expect(expected.text == id)
  }

  @Test("what an NDJSON input calls a string or a number is an identifier; an object is not")
  func jsonIdentifiers() throws {
    let rows = Rows([
      "userId": .json("\"u\\u00e9\"", "42", "{}", nil), "event": .text("E", "E", "E", "E"),
      "timestamp": .json("\"2025-01-15\"", "1736937000", "\"x\"", "\"2025-01-15\""),
    ])
    let outcome = try rows.encoded(.track, as: .pipelines)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].contains("\"userId\":\"ué\""))
    #expect(outcome.lines[0].contains("\"timestamp\":\"2025-01-15T00:00:00.000Z\""))
    #expect(outcome.lines[1].contains("\"userId\":\"42\""))
    #expect(outcome.lines[1].contains("\"timestamp\":\"2025-01-15T10:30:00.000Z\""))
    try #require(outcome.problems.map(\.row) == [2, 2, 3])
    #expect(outcome.problems[2].code == .requiredFieldNull)
  }
}
