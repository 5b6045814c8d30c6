import Bytes
import CustomerIO
import Table
import Testing

@Suite("Layouts")
struct LayoutTests {
  private func problems(_ layout: MessageLayout) -> [Problem] {
    do {
      _ = try MessageEncoder(layout)
      return []
    } catch {
      return error.all
    }
  }

  @Test("every mistake is found at once, with its field")
  func together() {
    var layout = MessageLayout(.track, as: .pipelines)
    layout.fields = [
      "evnt": .init(column: 0, type: .string), "timestamp": .init(column: 1, type: .boolean),
      "context": .init(column: 2, type: .string),
    ]
    layout.attributes = [
      .init("plan", column: 3, type: .string), .init("plan", column: 4, type: .string),
    ]
    let found = problems(layout)
    #expect(
      found.map(\.code) == [
        .typeClash, .unknownField, .typeClash, .requiredField, .requiredField, .nameClash,
      ])
    #expect(found[1].hint == "did you mean `event`?")
    #expect(found.compactMap(\.place?.field) == ["context", "evnt", "timestamp", "event", "plan"])
  }

  @Test("a reserved event that is known before the run is found before the run")
  func reservedConstant() throws {
    var layout = MessageLayout(.track, as: .pipelines)
    layout.fields = [
      "userId": .init(column: 0, type: .string),
      "event": .init(column: 1, type: .string, constant: .text("User Suppressed")),
    ]
    #expect(problems(layout).map(\.code) == [.reservedEvent])
    layout.allowsSemanticEvents = true
    #expect(problems(layout).isEmpty)
  }

  @Test("a kind that a wire form does not have is refused with those that do")
  func unsupported() {
    let found = problems(MessageLayout(.page, as: .csvImport))
    #expect(found.map(\.code) == [.unsupportedMessage])
    #expect(found[0].hint == "choose one of: pipelines, track, reverse_etl")
  }

  @Test("a field that the wire form has no place for is left out with a notice")
  func ignored() throws {
    let rows = Rows([
      "userId": .text("u"), "event": .text("E"), "anonymousId": .text("a"),
      "context": .json("{\"ip\":\"1.2.3.4\"}"),
    ])
    let encoder = try MessageEncoder(rows.layout(.track, as: .track))
    #expect(encoder.notices.compactMap(\.place?.field) == ["anonymousId", "context"])
    #expect(!(try rows.encoded(.track, as: .track).line.contains("1.2.3.4")))
  }

  @Test("messages cannot be written as CSV")
  func csvMessages() {
    var layout = MessageLayout(.identify, as: .pipelines)
    layout.fields["userId"] = .init(column: 0, type: .string)
    layout.container = .csv
    #expect(problems(layout).map(\.code) == [.unsupportedMessage])
  }

  @Test("every field says what it is for, and in which wire forms it stands")
  func catalog() {
    for kind in MessageKind.allCases {
      #expect(Set(kind.fields.map(\.name)).count == kind.fields.count)
      #expect(!kind.doc.isEmpty)
      for field in kind.fields {
        #expect(!field.doc.isEmpty && field.doc.utf8.count <= 150)
        #expect(!field.needs.isEmpty)
        for wire in field.needs.keys { #expect(kind.isSupported(by: wire)) }
      }
    }
  }
}
