import CustomerIO
import Testing

@testable import Pipelines

/// A message at each limit, and one past it.
@Suite struct ValidateRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let passes: String
    let fails: String
    var testDescription: String { code }
  }

  static let cases: [Case] = [
    Case(
      code: "CIO101", passes: sized(32_768), fails: sized(32_769)),
    Case(
      code: "CIO103", passes: identify("", id: String(repeating: "u", count: 150)),
      fails: identify("", id: String(repeating: "u", count: 149) + "é")),
    Case(
      code: "CIO104", passes: group(String(repeating: "g", count: 150)),
      fails: group(String(repeating: "g", count: 151))),
    Case(
      code: "CIO105", passes: identify("\"\(String(repeating: "n", count: 150))\":1"),
      fails: identify("\"\(String(repeating: "n", count: 151))\":1")),
    Case(
      code: "CIO106", passes: identify("\"note\":\"\(String(repeating: #"\""#, count: 1000))\""),
      fails: identify("\"note\":\"\(String(repeating: "v", count: 1001))\"")),
    Case(code: "CIO107", passes: identify(many(300)), fails: identify(many(301))),
    Case(
      code: "CIO108", passes: track(String(repeating: "e", count: 100)),
      fails: track(String(repeating: "e", count: 101))),
    Case(code: "CIO109", passes: track("Signed Up"), fails: track("Signed Up ")),
    Case(
      code: "CIO110", passes: track("User Deleted"),
      fails: track("User Deleted", properties: #""plan":"pro""#)),
    Case(code: "CIO111", passes: track("Order Completed"), fails: track("order_completed")),
    Case(
      code: "CIO112", passes: track("Order Completed", properties: #""total":12.5"#),
      fails: track("Order Completed", properties: #""total":"12.5""#)),
    Case(
      code: "CIO113", passes: identify(#""email":"ann@example.com""#),
      fails: identify(#""email":"ann@example""#)),
    Case(
      code: "CIO114", passes: identify(#""phone":"+4930901820""#),
      fails: identify(#""phone":"030 901820""#)),
    Case(
      code: "CIO115", passes: group("g", #""objectTypeId":"2""#),
      fails: group("g", #""objectTypeId":"0""#)),
    Case(
      code: "CIO116", passes: group("g", #""relationshipAttributes":{"role":"owner"}"#),
      fails: group("g", #""relationshipAttributes":"owner""#)),
    Case(code: "CIO117", passes: timed("\"1990-01-01\""), fails: timed("\"1989-12-31\"")),
    Case(code: "CIO119", passes: timed("\"2025-01-15T10:30:00Z\""), fails: timed("1736937000")),
    Case(code: "CIO120", passes: identify(#""plan_name":1"#), fails: identify(#""plan name":1"#)),
    Case(code: "CIO121", passes: identify(#""cio":1"#), fails: identify(#""cio_id":1"#)),
    Case(
      code: "CIO122", passes: identify(#""latitude":1"#), fails: identify(#""cio_latitude":1"#)),
    Case(
      code: "CIO124", passes: identify(#""seen":"2025-01-15T10:30:00Z""#),
      fails: identify(#""seen":"2025-01-15 10:30:00""#)),
    Case(
      code: "CIO125", passes: identify(#""seen":["today"]"#),
      fails: identify(#""seen":["today","2025-01-15T10:30:00Z"]"#)),
    Case(code: "CIO126", passes: operation(), fails: operation(id: "1")),
    Case(
      code: "CIO127", passes: device(#""platform":"ios""#), fails: device(#""platform":"iOS""#)),
    Case(
      code: "CIO129", passes: device(#""platform":"ios","attributes":{"os":"18"}"#),
      fails: device(#""platform":"ios","attributes":{"os":18}"#)),
    Case(
      code: "CIO128", passes: identify("", id: "1"),
      fails: #"{"type":"identify","userId":true,"messageId":"m","traits":{}}"# + "\n"),
  ]

  private static func sized(_ bytes: Int) -> String {
    let row = identify(#""plan":"pro""#)
    let frame = row.dropLast(2) + #","context":{"page":""}}"#
    let filler = String(repeating: "x", count: bytes - frame.utf8.count)
    return row.dropLast(2) + #","context":{"page":"\#(filler)"}}"# + "\n"
  }

  private static func many(_ count: Int) -> String {
    (0..<count).map { "\"a\($0)\":\($0)" }.joined(separator: ",")
  }

  private static func group(_ id: String, _ traits: String = "") -> String {
    #"{"type":"group","userId":"u1","groupId":"\#(id)","messageId":"m","traits":{\#(traits)}}"#
      + "\n"
  }

  private static func timed(_ time: String) -> String {
    #"{"type":"track","userId":"u","event":"e","timestamp":\#(time),"messageId":"m","properties":{}}"#
      + "\n"
  }

  private static func operation(id: String = "01J00000000000000000000000") -> String {
    #"{"type":"person","action":"event","identifiers":{"id":"u"},"name":"e","id":"\#(id)"}"# + "\n"
  }

  private static func device(_ members: String) -> String {
    #"{"type":"person","action":"add_device","identifiers":{"id":"u"},"device":{"token":"t",\#(members)}}"#
      + "\n"
  }

  @Test(arguments: cases)
  func `A message at the limit passes, and one past it is found at its line`(rule: Case) throws {
    #expect(try found(in: rule.passes) == [])
    #expect(try found(in: rule.passes + rule.fails).contains("2 \(rule.code)"))
    #expect(try found(in: rule.fails) == ["1 \(rule.code)"])
  }

  @Test func `Every rule for single messages has such a pair`() {
    let elsewhere: Set<RuleCode> = [.batchSize, .timeUnit, .anonymousIdentify]
    let tested = Set(Self.cases.map(\.code))
    #expect(
      RuleCode.allCases.filter { !tested.contains($0.rawValue) && !elsewhere.contains($0) } == [])
  }

  @Test func `Milliseconds are told from seconds where seconds are asked for`() throws {
    func operation(_ time: String) -> String {
      #"{"type":"person","action":"event","identifiers":{"id":"u"},"name":"e","timestamp":\#(time)}"#
        + "\n"
    }
    #expect(try found(in: operation("1736937000")) == [])
    #expect(try found(in: operation("253402300799")) == ["1 CIO117"], "the last second of 9999")
    #expect(try found(in: operation("253402300800")) == ["1 CIO118"])
    #expect(try found(in: operation("1736937000000")) == ["1 CIO118"])
    #expect(try found(in: operation("\"2025-01-15\"")) == ["1 CIO119"])
  }

  @Test func `A message without what it needs is found`() throws {
    #expect(
      try found(in: #"{"type":"track","userId":"u","messageId":"m"}"# + "\n") == ["1 MSG701"])
    #expect(
      try found(in: #"{"type":"identity","userId":"u","messageId":"m"}"# + "\n") == ["1 VAL106"])
    #expect(
      try found(in: #"{"type":"identify","anonymousId":"a","traits":{}}"# + "\n") == ["1 CIO123"])
  }

  @Test func `The device of an event is looked at where Pipelines has it`() throws {
    func event(_ context: String) -> String {
      #"{"type":"track","userId":"u","event":"Device Created or Updated","messageId":"m","context":"#
        + context + #","properties":{}}"# + "\n"
    }
    #expect(try found(in: event(#"{"device":{"token":"t","type":"ios"}}"#)) == [])
    #expect(try found(in: event(#"{"device":{"token":"t"}}"#)) == [])
    #expect(try found(in: event(#"{"device":{"token":"t","type":"iOS"}}"#)) == ["1 CIO127"])
    #expect(try found(in: event(#"{"device":{"type":"ios"}}"#)) == ["1 MSG701"])
    #expect(try found(in: event(#"{"ip":"10.0.0.1"}"#)) == ["1 MSG701"])
  }

  @Test func `The messages of a request are judged one by one, and the request by its size`() throws
  {
    func request(_ messages: [String]) -> String {
      "{\"batch\":[" + messages.map { String($0.dropLast()) }.joined(separator: ",") + "]}\n"
    }
    let good = identify(#""plan":"pro""#)
    #expect(try found(in: request([good, identify(#""email":"bad""#, id: "u2")])) == ["1 CIO113"])
    #expect(try found(in: request([good]) + "{\"batch\":[7]}\n").contains("2 JSN102"))
    /// A request of that many bytes, in messages that are small enough each.
    func request(bytes: Int) -> String {
      func messages(_ filler: (Int) -> Int) -> [String] {
        (0..<450).map {
          let note = String(repeating: "x", count: filler($0))
          return identify("\"note\":\"\(note)\"", id: "u\($0)")
        }
      }
      let filler = bytes - (request(messages { _ in 0 }).utf8.count - 1)
      return request(messages { filler / 450 + ($0 < filler % 450 ? 1 : 0) })
    }
    #expect(request(bytes: 475_000).utf8.count == 475_001, "with the line's end")
    #expect(try found(in: request(bytes: 475_000)) == [])
    #expect(try found(in: request(bytes: 475_001)) == ["1 CIO102"])
  }

  @Test func `An import file is known by its first column and judged by its rules`() throws {
    let text = "id,email,plan\nu1,ann@example.com,pro\n,bob@example.com,pro\nu3,cyd,\n"
    #expect(try found(in: text, named: "people.csv") == ["3 MSG701", "4 CIO113"])
    #expect(try found(in: text, named: "people.csv") { $0.kind = .rows } == [])
  }

  @Test func `A column's name is judged once, however many rows there are`() throws {
    let rows = (0..<50).map { "u\($0),1\n" }.joined()
    let result = try validated(["people.csv": "id,plan name\n" + rows])
    #expect(result.counts.map { "\($0.code.text) \($0.count)" } == ["CIO120 1"])
  }
}
