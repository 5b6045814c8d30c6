import Bytes
import CustomerIO
import Table
import TestKit
import Testing

/// One input at a rule's limit and one past it, for one wire form.
struct RuleCase: Sendable, CustomTestStringConvertible {
  var code: RuleCode
  var wire: WireForm
  var kind: MessageKind
  var passes: @Sendable () -> Rows
  var fails: @Sendable () -> Rows
  var adjust: @Sendable (inout MessageLayout) -> Void = { _ in }

  var testDescription: String { "\(code.rawValue) as \(wire.rawValue): \(Rule.with(code).title)" }

  /// How often the rule was broken: rejected rows, findings, or mistakes of the layout.
  func broken(_ rows: Rows) -> Int {
    var layout = rows.layout(kind, as: wire)
    adjust(&layout)
    do {
      let encoder = try MessageEncoder(layout)
      let outcome = try rows.encoded(layout)
      return outcome.rules.filter { $0 == code.rawValue }.count + outcome.findings[code]
        + encoder.notices.filter { $0.message.contains(code.rawValue) }.count
    } catch {
      let found = (error as? Problems)?.all ?? []
      return found.filter { $0.message.contains(code.rawValue) }.count
    }
  }
}

private func repeated(_ count: Int) -> String { String(repeating: "x", count: count) }

private func user(_ more: KeyValuePairs<String, Column>) -> Rows {
  var rows = Rows(["userId": .text("u")])
  for (name, column) in more {
    rows.names.append(name)
    rows.columns.append(column)
  }
  return rows
}

private func event(_ name: String, _ more: KeyValuePairs<String, Column> = [:]) -> Rows {
  var rows = user(["event": .text(name)])
  for (name, column) in more {
    rows.names.append(name)
    rows.columns.append(column)
  }
  return rows
}

/// A track message of that many bytes; `frame` is what it has without its one long property.
private func message(_ bytes: Int) -> Rows {
  let frame =
    "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"E\",\"messageId\":\"\",\"properties\":{\"p\":\"\"}}"
  return event("E", ["p": .text(repeated(bytes - frame.utf8.count - 26))])
}

private func attributes(_ count: Int) -> Rows {
  var rows = user([:])
  for index in 0..<count {
    rows.names.append("a\(index)")
    rows.columns.append(.integers(1))
  }
  return rows
}

private func json(_ value: String) -> Rows {
  Rows(["groupId": .text("g"), "userId": .text("u"), "relationshipAttributes": .json(value)])
}

private func object(_ id: String, type: String = "1") -> Rows {
  Rows(["groupId": .text(id), "objectTypeId": .text(type)])
}

private func device(_ platform: String) -> Rows {
  user(["token": .text("t"), "platform": .text(platform)])
}

let ruleCases: [RuleCase] = [
  RuleCase(code: .itemSize, wire: .pipelines, kind: .track) {
    message(32_768)
  } fails: {
    message(32_769)
  },
  RuleCase(code: .personIdSize, wire: .pipelines, kind: .identify) {
    Rows(["userId": .text(repeated(148) + "é")])
  } fails: {
    Rows(["userId": .text(repeated(149) + "é")])
  },
  RuleCase(code: .personIdSize, wire: .csvImport, kind: .identify) {
    Rows(["userId": .text(repeated(150))])
  } fails: {
    Rows(["userId": .text(repeated(151))])
  },
  RuleCase(code: .objectIdSize, wire: .pipelines, kind: .group) {
    object(repeated(150))
  } fails: {
    object(repeated(151))
  },
  RuleCase(code: .attributeNameSize, wire: .pipelines, kind: .identify) {
    user(["\(repeated(150))": .text("v")])
  } fails: {
    user(["\(repeated(151))": .text("v")])
  },
  RuleCase(code: .attributeValueSize, wire: .track, kind: .identify) {
    user(["a": .text(repeated(1000))])
  } fails: {
    user(["a": .text(repeated(1001))])
  },
  RuleCase(code: .attributeValueSize, wire: .pipelines, kind: .identify) {
    user(["a": .json("\"" + repeated(998) + "\"")])
  } fails: {
    user(["a": .json("\"" + repeated(999) + "\"")])
  },
  RuleCase(code: .attributeValueSize, wire: .csvImport, kind: .identify) {
    user(["a": .text(repeated(1000))])
  } fails: {
    user(["a": .text(repeated(1001))])
  },
  RuleCase(code: .attributeCount, wire: .track, kind: .identify) {
    attributes(300)
  } fails: {
    attributes(301)
  },
  RuleCase(code: .eventNameSize, wire: .pipelines, kind: .track) {
    event(repeated(100))
  } fails: {
    event(repeated(101))
  },
  RuleCase(code: .eventNameSize, wire: .track, kind: .track) {
    event(repeated(98) + "é")
  } fails: {
    event(repeated(99) + "é")
  },
  RuleCase(code: .eventNameBlanks, wire: .track, kind: .track) {
    event("Signed Up")
  } fails: {
    event("Signed Up ")
  },
  RuleCase(code: .semanticEventName, wire: .pipelines, kind: .track) {
    event("Users Deleted")
  } fails: {
    event("User Deleted")
  },
  RuleCase(code: .semanticEventName, wire: .reverseETL, kind: .track) {
    event("Object Gone")
  } fails: {
    event(" Object Deleted")
  },
  RuleCase(code: .nearSemanticEventName, wire: .pipelines, kind: .track) {
    event("Order Completed")
  } fails: {
    event("order_completed")
  },
  RuleCase(code: .semanticProperty, wire: .pipelines, kind: .track) {
    event("Order Completed", ["total": .text("1.5", type: .decimal)])
  } fails: {
    event("Order Completed", ["total": .text("1.5")])
  },
  RuleCase(code: .email, wire: .pipelines, kind: .identify) {
    user(["email": .text(repeated(64) + "@" + repeated(187) + ".x")])
  } fails: {
    user(["email": .text(repeated(65) + "@" + repeated(187) + ".x")])
  },
  RuleCase(code: .phone, wire: .pipelines, kind: .identify) {
    user(["phone": .text("+123456789012345")])
  } fails: {
    user(["phone": .text("+1234567890123456")])
  },
  RuleCase(code: .objectType, wire: .pipelines, kind: .group) {
    object("g", type: "1")
  } fails: {
    object("g", type: "0")
  },
  RuleCase(code: .objectType, wire: .track, kind: .group) {
    object("g", type: "42")
  } fails: {
    object("g", type: "1.0")
  },
  RuleCase(code: .relationshipShape, wire: .pipelines, kind: .group) {
    json("{}")
  } fails: {
    json("[]")
  },
  RuleCase(code: .timeRange, wire: .pipelines, kind: .identify) {
    user(["timestamp": .times("1990-01-01")])
  } fails: {
    user(["timestamp": .times("1989-12-31 23:59:59.999")])
  },
  RuleCase(code: .timeUnit, wire: .pipelines, kind: .identify) {
    user(["timestamp": .integers(253_402_300_799)])
  } fails: {
    user(["timestamp": .integers(253_402_300_800)])
  },
  RuleCase(code: .unreadableTime, wire: .track, kind: .identify) {
    user(["timestamp": .text("2025-01-15T10:30:00Z")])
  } fails: {
    user(["timestamp": .text("15.01.2025")])
  },
  RuleCase(code: .nameCharacters, wire: .pipelines, kind: .identify) {
    user(["first_name": .text("a"), "cio_subscription_preferences.topics.topic_1": .truths(.yes)])
  } fails: {
    user(["first.name": .text("a")])
  },
  RuleCase(code: .reservedName, wire: .track, kind: .identify) {
    user(["id2": .text("a")])
  } fails: {
    user(["cio_relationships": .text("a")])
  },
  RuleCase(code: .reservedName, wire: .pipelines, kind: .group) {
    Rows(["groupId": .text("g"), "relations": .text("a")])
  } fails: {
    Rows(["groupId": .text("g"), "relationship": .text("a")])
  },
  RuleCase(code: .computedName, wire: .pipelines, kind: .identify) {
    user(["timezone": .text("a")])
  } fails: {
    user(["timezone_valid": .text("a")])
  },
  RuleCase(code: .anonymousIdentify, wire: .pipelines, kind: .identify) {
    Rows(["userId": .text("u"), "anonymousId": .text("a")])
  } fails: {
    Rows(["userId": .text(nil), "anonymousId": .text("a")])
  },
  RuleCase(code: .dateLikeText, wire: .pipelines, kind: .identify) {
    user(["a": .text("2025-01-32")])
  } fails: {
    user(["a": .text("2025-01-31")])
  },
  RuleCase(code: .dateInArray, wire: .pipelines, kind: .identify) {
    user(["a": .json("{\"d\":\"2025-01-31\",\"l\":[1,\"[\\\"\"],\"e\":\"2025-01-31\"}")])
  } fails: {
    user(["a": .json("{\"l\":[1,{\"d\":\"2025-01-31\"}]}")])
  },
  RuleCase(code: .messageIdShape, wire: .track, kind: .track) {
    event("E", ["messageId": .text("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")])
  } fails: {
    event("E", ["messageId": .text("8ZZZZZZZZZZZZZZZZZZZZZZZZZ")])
  },
  RuleCase(code: .platform, wire: .track, kind: .device) {
    device("ios")
  } fails: {
    device("iOS")
  },
  RuleCase(code: .identifierShape, wire: .pipelines, kind: .identify) {
    Rows(["userId": .json("1")])
  } fails: {
    Rows(["userId": .json("true")])
  },
  RuleCase(code: .deviceAttribute, wire: .track, kind: .device) {
    user(["token": .text("t"), "platform": .text("ios"), "a": .integers(1)])
  } fails: {
    user(["token": .text("t"), "platform": .text("ios"), "a": .json("1")])
  },
]

@Suite("Rules")
struct RuleTests {
  @Test("an input at the limit passes, and one past it is found", arguments: ruleCases)
  func limit(example: RuleCase) {
    #expect(example.broken(example.passes()) == 0)
    #expect(example.broken(example.fails()) == 1)
  }

  @Test("every rule that looks at rows or columns has such a pair of inputs")
  func complete() {
    let tested = Set(ruleCases.map(\.code))
    // The size of a request is for who sends it, not for who writes a file.
    #expect(RuleCode.allCases.filter { !tested.contains($0) } == [.batchSize])
  }

  @Test("the table has every code once, in order, with a source and a cure")
  func table() {
    #expect(Rule.all.map(\.code) == RuleCode.allCases)
    #expect(Rule.all.allSatisfy { !$0.title.isEmpty && !$0.source.isEmpty && !$0.cure.isEmpty })
    #expect(Rule.all.allSatisfy { ($0.limit == nil) == ($0.unit == nil) })
    #expect(Rule.all.allSatisfy { !$0.severities.isEmpty })
  }

  @Test("bytes are counted, not characters")
  func bytes() throws {
    let accented = Rows(["userId": .text(String(repeating: "é", count: 76))])
    #expect(try accented.encoded(.identify, as: .pipelines).rules == ["CIO103"])
  }

  @Test("a value that every row has is measured like any other")
  func constants() throws {
    let rows = Rows([
      "userId": .text("u", "v"),
      "a": Column(.string, .constant(.text(repeated(1001)), 2)),
    ])
    #expect(try rows.encoded(.identify, as: .track).rules == ["CIO106", "CIO106"])
  }

  @Test("a limit can be set")
  func override() throws {
    let rows = event("E", ["p": .text(repeated(200))])
    var layout = rows.layout(.track, as: .pipelines)
    layout.limits[.itemSize] = 100
    let outcome = try rows.encoded(layout)
    #expect(outcome.lines.isEmpty && outcome.rules == ["CIO101"])
    layout.limits[.itemSize] = 1000
    #expect(try rows.encoded(layout).lines.count == 1)
  }

  @Test("a row that breaks a rule is held back alone, and says what was found")
  func neighbours() throws {
    let rows = Rows([
      "userId": .text("a", repeated(151), "c"),
      "email": .text("a@x.io", "b@x.io", "not an address"),
    ])
    let outcome = try rows.encoded(.identify, as: .pipelines)
    #expect(outcome.lines.count == 1 && outcome.line.contains("\"a\""))
    #expect(outcome.problems.map(\.row) == [1, 2])
    #expect(outcome.problems[0].message == "userId has 151 bytes; Customer.io takes at most 150")
    #expect(
      outcome.problems[1].message == "email is \"not an address\", which is no e-mail address")
    #expect(outcome.problems[1].field == "email")
  }

  @Test(
    "e-mail addresses of RFC 5322 pass, and what looks like one does not",
    arguments: [
      ("a@b.io", true), ("josé.s1@exämple.de", true), ("\"a b\"@x.io", true),
      ("a+b/c=d@x-y.co.uk", true),
      ("a@b", false), ("@b.io", false), ("a@", false), ("a b@x.io", false), ("a..b@x.io", false),
      (".a@x.io", false), ("a.@x.io", false), ("a@-x.io", false), ("a@x-.io", false),
      ("a@x..io", false), ("a@x.io.", false), (" a@x.io", false), ("a@@x.io", false),
      ("a,b@x.io", false), ("", false), ("a@x_y.io", false),
    ])
  func emails(text: String, passes: Bool) {
    #expect(isEmailAddress(ByteBuffer(text).bytes) == passes)
  }

  @Test(
    "a column's kernel finds what the rule's plain form finds, of every short text and many long ones"
  )
  func shapes() {
    var random = Seeded(for: "shapes of texts")
    var texts = Array(AllTexts(of: ["a", ".", "-", "@", "_", "\"", "+", "0"], upTo: 5))
    for byte in UInt8.min...UInt8.max {
      for text in [[byte], [0x61, byte, 0x62, 0x40, 0x78, 0x2e, 0x69, 0x6f]] { texts.append(text) }
      texts.append(Array("a@x".utf8) + [byte] + Array("y.io".utf8))
      texts.append(Array("+1".utf8) + [byte] + Array("34".utf8))
    }
    for _ in 0..<20_000 {
      var text = random.text(of: ["a", "b9", ".", "-", "é", "long-part", "~"], count: 1...14)
      text += "@" + random.text(of: ["x", "y", ".", "-", "ü", "example"], count: 1...12) + ".io"
      var bytes = Array(text.utf8)
      if random.chance(30) { bytes[random.int(0...bytes.count - 1)] = UInt8(random.int(0...255)) }
      texts.append(bytes)
      texts.append(Array(("+" + random.text(of: ["0", "1", "9"], count: 0...17)).utf8))
    }
    let buffer = ByteBuffer(capacity: 64)
    var slices: [Slice] = [.null, .missing, .empty]
    for text in texts {
      slices.append(Slice(start: buffer.count, length: text.count))
      buffer.append(text)
    }
    for (shape, plain) in [(TextShape.email, isEmailAddress), (.phone, isPhoneNumber)]
      as [(TextShape, (Span<UInt8>) -> Bool)]
    {
      let found = buffer.rows(of: slices, without: shape, plain)
      let wanted = texts.indices.filter { index in
        let text = texts[index]
        return !text.isEmpty && !plain(text.span)
      }
      #expect(found.map { $0 - 3 } == wanted, "seed \(random.seed)")
      #expect(wanted.count > 1000 && texts.count - wanted.count > 500)
    }
  }
}
