import Bytes
import CustomerIO
import Table
import Testing

@Suite("Flat tables")
struct FlatFormTests {
  private let people = Rows([
    "anonymousId": .text("a", nil), "plan": .text("", "x,\"y\"\nz"),
    "userId": .text("u", "v"), "timestamp": .times("2025-01-15 10:30:00.1239Z", nil),
    "tags": .json("[1, \"a\"]", "\"plain\""), "ltv": .text("007.10", nil, type: .decimal),
    "born": .times("1990-05-06", nil, type: .date), "ok": .truths(.yes, .no),
  ])

  @Test("a row of reverse_etl has every column, fields first, nulls as null")
  func ndjson() throws {
    let outcome = try people.encoded(.identify, as: .reverseETL)
    #expect(
      outcome.lines == [
        "{\"userId\":\"u\",\"anonymousId\":\"a\",\"timestamp\":\"2025-01-15 10:30:00.123\",\"plan\":\"\","
          + "\"tags\":[1, \"a\"],\"ltv\":007.10,\"born\":\"1990-05-06\",\"ok\":true}",
        "{\"userId\":\"v\",\"anonymousId\":null,\"timestamp\":null,\"plan\":\"x,\\\"y\\\"\\nz\","
          + "\"tags\":\"plain\",\"ltv\":null,\"born\":null,\"ok\":false}",
      ])
  }

  @Test("as CSV a null is nothing, an empty text is two quotes, and a JSON string is its text")
  func csv() throws {
    var layout = people.layout(.identify, as: .reverseETL)
    layout.container = .csv
    let lines = try people.encoded(layout).lines
    #expect(
      lines.joined(separator: "\n")
        == """
        userId,anonymousId,timestamp,plan,tags,ltv,born,ok
        u,a,2025-01-15 10:30:00.123,"","[1, ""a""]",007.10,1990-05-06,true
        v,,,"x,""y""
        z",plain,,,false
        """)
  }

  @Test("a group's columns stand in the order of the seed's tables")
  func group() throws {
    let rows = Rows([
      "userId": .text("u"), "timestamp": .times("2025-01-15"), "groupId": .text("g"),
      "objectTypeId": Column(.string, .constant(.text("1"), 1)),
      "relationshipAttributes": .json("{\"n\":1}"),
    ])
    #expect(
      try rows.encoded(.group, as: .reverseETL).line
        == "{\"groupId\":\"g\",\"objectTypeId\":\"1\",\"userId\":\"u\",\"timestamp\":\"2025-01-15 00:00:00.000\","
        + "\"relationshipAttributes\":{\"n\":1}}")
  }

  @Test("the columns of a relationship are gathered in its one JSON column")
  func relationship() throws {
    let rows = Rows([
      "groupId": .text("g"), "userId": .text("u"), "role": .text("owner"),
      "since": .times("2025-01-15"),
    ])
    var layout = rows.layout(.relationship, as: .reverseETL)
    #expect(
      try rows.encoded(layout).line
        == "{\"groupId\":\"g\",\"objectTypeId\":\"1\",\"userId\":\"u\","
        + "\"relationshipAttributes\":{\"role\":\"owner\",\"since\":\"2025-01-15 00:00:00.000\"}}")
    layout.container = .csv
    #expect(
      try rows.encoded(layout).lines[1]
        == "g,1,u,\"{\"\"role\"\":\"\"owner\"\",\"\"since\"\":\"\"2025-01-15 00:00:00.000\"\"}\"")
  }

  @Test("deletions are the semantic events that do them")
  func deletions() throws {
    let rows = Rows(["groupId": .text("g"), "userId": .text("u"), "objectTypeId": .text("2")])
    #expect(
      try rows.encoded(.deleteRelationship, as: .reverseETL).line
        == "{\"userId\":\"u\",\"objectId\":\"g\",\"objectTypeId\":2,\"event\":\"Relationship Deleted\"}"
    )
  }

  @Test("a CSV import names the identifier as Customer.io does and counts time in seconds")
  func imports() throws {
    let people = Rows([
      "userId": .text("u"), "created_at": .times("2025-01-15"), "na,me": .text("x"),
    ])
    #expect(
      try people.encoded(.identify, as: .csvImport).lines
        == ["id,created_at,\"na,me\"", "u,1736899200,x"])
    let events = Rows([
      "userId": .text("a@x.io"), "event": .text("E"), "timestamp": .times("2025-01-15"),
      "n": .integers(1),
    ])
    var layout = events.layout(.track, as: .csvImport)
    layout.identifier = .email
    #expect(
      try events.encoded(layout).lines == ["email,name,timestamp,n", "a@x.io,E,1736899200,1"])
    let objects = Rows(["groupId": .text("g"), "name": .text("G")])
    #expect(try objects.encoded(.group, as: .csvImport).lines == ["object_id,name", "g,G"])
    let relations = Rows(["groupId": .text("g"), "userId": .text("u"), "role": .text("r")])
    #expect(
      try relations.encoded(.relationship, as: .csvImport).lines
        == ["object_type_id,object_id,id,role", "1,g,u,r"])
  }

  @Test("rows are the columns in their order")
  func rows() throws {
    let rows = Rows([
      "b": .text("x"), "userId": .integers(1), "at": .times("2025-01-15"), "none": .text(nil),
    ])
    #expect(
      try rows.encoded(.rows, as: .pipelines).line
        == "{\"b\":\"x\",\"userId\":1,\"at\":\"2025-01-15T00:00:00.000Z\",\"none\":null}")
    var layout = rows.layout(.rows, as: .reverseETL)
    layout.container = .csv
    #expect(
      try rows.encoded(layout).lines == ["b,userId,at,none", "x,1,2025-01-15 00:00:00.000,"])
  }
}
