import Bytes
import CustomerIO
import Table
import Testing

@Suite("Operations of the Track API v2")
struct TrackFormTests {
  @Test("a person is named by what their identifier looks like, and by exactly one identifier")
  func identifiers() throws {
    let rows = Rows([
      "userId": .text("ann@x.io", "42", "cio_a3000001", "a@b", nil),
      "plan": .text("p", "p", "p", "p", "p"),
    ])
    let outcome = try rows.encoded(.identify, as: .track)
    #expect(
      outcome.lines == [
        "{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":{\"email\":\"ann@x.io\"},\"attributes\":{\"plan\":\"p\"}}",
        "{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":{\"id\":\"42\"},\"attributes\":{\"plan\":\"p\"}}",
        "{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":{\"cio_id\":\"a3000001\"},\"attributes\":{\"plan\":\"p\"}}",
        "{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":{\"id\":\"a@b\"},\"attributes\":{\"plan\":\"p\"}}",
      ])
    #expect(outcome.problems.map(\.row) == [4])
  }

  @Test(
    "an identifier that is chosen is taken for what it is said to be",
    arguments: [
      (MessageLayout.Identifier.id, "ann@x.io", "{\"id\":\"ann@x.io\"}"),
      (.email, "ann@x.io", "{\"email\":\"ann@x.io\"}"),
      (.phone, "+4912345", "{\"phone\":\"+4912345\"}"),
      (.cioId, "a3", "{\"cio_id\":\"a3\"}"), (.cioId, "cio_a3", "{\"cio_id\":\"a3\"}"),
    ])
  func chosen(identifier: MessageLayout.Identifier, value: String, expected: String) throws {
    let rows = Rows(["userId": .text(value)])
    var layout = rows.layout(.identify, as: .track)
    layout.identifier = identifier
    #expect(try rows.encoded(layout).line.contains("\"identifiers\":\(expected),"))
  }

  @Test("an event's times are Unix seconds, those of its attributes too, and its id is a ULID")
  func event() throws {
    let rows = Rows([
      "userId": .text("u"), "event": .text("Signed Up"),
      "timestamp": .times("2025-01-15 10:30:00.999Z"), "trial_ends": .times("2025-02-01"),
      "day": .times("2025-02-01", type: .date),
    ])
    let line = try rows.encoded(.track, as: .track).line
    #expect(
      line.hasPrefix(
        "{\"type\":\"person\",\"action\":\"event\",\"identifiers\":{\"id\":\"u\"},\"name\":\"Signed Up\",\"id\":\"01JHMR6M17"
      ))
    #expect(
      line.hasSuffix(
        "\"timestamp\":1736937000,\"attributes\":{\"trial_ends\":1738368000,\"day\":1738368000}}"))
  }

  @Test(
    "an event's own id is kept when it is a ULID; else a ULID is derived from it, always the same")
  func ownIdentifiers() throws {
    let ulid = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    let rows = Rows([
      "userId": .text("u", "u", "u"), "event": .text("E", "E", "E"),
      "messageId": .text(ulid, "evt_1", "evt_1"),
    ])
    let outcome = try rows.encoded(.track, as: .track)
    #expect(outcome.lines[0].contains("\"id\":\"\(ulid)\""))
    #expect(!outcome.lines[1].contains("evt_1"))
    #expect(outcome.lines[1] == outcome.lines[2])
    #expect(outcome.findings[.messageIdShape] == 2)
  }

  @Test("a group of Track is an object, and only rows with a person have a relationship")
  func group() throws {
    let rows = Rows([
      "groupId": .text("g", "h"), "userId": .text("u", nil), "name": .text("G", "H"),
      "relationshipAttributes": .json("{\"role\":\"x\"}", "{}"),
    ])
    let outcome = try rows.encoded(.group, as: .track)
    #expect(
      outcome.lines == [
        "{\"type\":\"object\",\"action\":\"identify\",\"identifiers\":{\"object_type_id\":\"1\",\"object_id\":\"g\"},"
          + "\"attributes\":{\"name\":\"G\"},\"cio_relationships\":[{\"identifiers\":{\"id\":\"u\"},"
          + "\"relationship_attributes\":{\"role\":\"x\"}}]}",
        "{\"type\":\"object\",\"action\":\"identify\",\"identifiers\":{\"object_type_id\":\"1\",\"object_id\":\"h\"},"
          + "\"attributes\":{\"name\":\"H\"}}",
      ])
  }

  @Test("a device's attributes are texts, whatever their columns are")
  func device() throws {
    let rows = Rows([
      "userId": .text("u"), "token": .text("t"), "platform": .text("ios"), "push": .truths(.yes),
      "build": .integers(7), "version": .text("1.10", type: .decimal),
      "lastUsed": .times("2025-01-15"),
    ])
    #expect(
      try rows.encoded(.device, as: .track).line
        == "{\"type\":\"person\",\"action\":\"add_device\",\"identifiers\":{\"id\":\"u\"},\"device\":{\"token\":\"t\","
        + "\"platform\":\"ios\",\"last_used\":1736899200,\"attributes\":{\"push\":\"true\",\"build\":\"7\","
        + "\"version\":\"1.10\"}}}")
  }

  @Test("an alias merges the second person into the first")
  func merge() throws {
    let rows = Rows(["userId": .text("a@x.io"), "previousId": .text("7")])
    #expect(
      try rows.encoded(.alias, as: .track).line
        == "{\"type\":\"person\",\"action\":\"merge\",\"primary\":{\"email\":\"a@x.io\"},\"secondary\":{\"id\":\"7\"}}"
    )
  }
}
