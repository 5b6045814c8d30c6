import Bytes
import CustomerIO
import Table

/// What was seen of one message's attributes, beyond the findings.
struct AttributeSummary {
  /// The value of `email` without its quotes, if it is an address: a word such as `none` identifies nobody.
  var email: MessageText?
  var names = 0
  /// Attributes that are no field of the message.
  var ownNames = 0
}

// The attributes of one message: a walk over the members of its object.
extension ChunkCheck {
  /// - Parameter memory: of the kind of attributes that they are.
  /// - Parameter event: the semantic event that they are properties of.
  mutating func walk(
    _ object: Range<Int>, _ row: Int, _ memory: AttributeMemory.Group,
    _ message: MessageKind, event: SemanticEvent? = nil
  ) -> AttributeSummary {
    var summary = AttributeSummary()
    var cursor = MemberCursor(object)
    let buffer = buffer
    let bytes = buffer.bytes
    let kind = attributes[memory.rawValue].kind
    let valueLimit = kind.isLimited ? limit(.attributeValueSize) : .max
    let wire = subject.wire ?? .pipelines
    attributes[memory.rawValue].rewind()
    while let member = cursor.member(in: bytes) {
      summary.names += 1
      let place = attributes[memory.rawValue].place(
        of: member.key, in: bytes, message, wire)
      guard place >= 0 else { continue }
      if attributes[memory.rawValue].meet(place, row: row) {
        let name = attributes[memory.rawValue].known[place].name
        fault(
          .jsonDuplicateKey, row, name, at: member.key.lowerBound - 1,
          "the key \"\(name)\" comes twice in one object")
      }
      if !attributes[memory.rawValue].known[place].faults.isEmpty {
        let known = attributes[memory.rawValue].known[place]
        for found in known.faults {
          broke(found.code, row, known.name, at: member.key.lowerBound - 1, found.message)
        }
      }
      let role = attributes[memory.rawValue].known[place].role
      if role == .plain || role == .email || role == .phone { summary.ownNames += 1 }
      if member.first == 0x22 {
        let inner = member.value.lowerBound + 1..<member.value.upperBound - 1
        attributes[memory.rawValue].note(place, text: bytes.extracting(inner))
        if inner.count > valueLimit { tooLong(member, row, name(memory, place), valueLimit) }
        let at = member.value.lowerBound
        switch role {
        case .plain:
          if kind != .device, kind != .relationship, inner.count > 10 {
            dateLike(inner, row, memory, place)
          }
        case .email:
          let text = MessageText(buffer, unescaping: inner)
          if text.isEmail {
            summary.email = text
          } else if text.count > 0 {
            broke(
              .email, row, "email", at: at,
              "email is \"\(text.shown)\", which is no e-mail address")
          }
        case .phone:
          let text = MessageText(buffer, unescaping: inner)
          if text.count > 0, !isPhoneNumber(text.buffer.bytes.extracting(text.slice.range)) {
            broke(
              .phone, row, "phone", at: at,
              "phone is \"\(text.shown)\"; expected + and up to 15 digits")
          }
        case .objectType: objectType(inner, at: at, row, name(memory, place))
        case .relationship: notAnObject(at: at, row)
        }
      } else {
        attributes[memory.rawValue].note(place, json: member.first)
        nonText(member, row, role, name: name(memory, place), kind, valueLimit, message)
      }
      if let event { property(member, row, name(memory, place), event) }
    }
    let most = limit(.attributeCount)
    if kind.isLimited, summary.names > most {
      broke(
        .attributeCount, row, nil,
        "there are \(summary.names) attributes; Customer.io takes at most \(most)")
    }
    if let event { required(of: event, row, memory) }
    return summary
  }

  private func name(
    _ memory: AttributeMemory.Group, _ place: Int
  ) -> String {
    attributes[memory.rawValue].known[place].name
  }

  private func shown(_ range: Range<Int>) -> String {
    buffer.text(Slice(start: range.lowerBound, length: min(range.count, 60)))
  }

  /// A number, truth, null, object or array.
  private mutating func nonText(
    _ member: MemberCursor.Member, _ row: Int, _ role: AttributeMemory.Role, name: String,
    _ kind: MessageKind.AttributeKind, _ valueLimit: Int, _ message: MessageKind
  ) {
    let isNull = member.first == 0x6e
    switch role {
    case .plain:
      if kind == .device, !isNull {
        broke(
          .deviceAttribute, row, name, at: member.value.lowerBound, "\(name) is no text")
      }
      if member.value.count > valueLimit { tooLong(member, row, name, valueLimit) }
      if member.first == 0x5b { datesIn(member.value, row, name) }
    case .email:
      if isNull { return }
      broke(
        .email, row, name, at: member.value.lowerBound,
        "\(name) is no text, so it is no e-mail address")
    case .phone:
      if isNull { return }
      broke(
        .phone, row, name, at: member.value.lowerBound,
        "\(name) is no text; expected + and up to 15 digits")
    case .objectType:
      objectType(member.value, at: member.value.lowerBound, row, name)
    case .relationship:
      guard member.first == 0x7b else {
        return notAnObject(at: member.value.lowerBound, row)
      }
      _ = walk(member.value, row, .relationship, message)
    }
  }

  private mutating func notAnObject(at: Int, _ row: Int) {
    broke(
      .relationshipShape, row, "relationshipAttributes", at: at,
      "relationshipAttributes is not a JSON object")
  }

  private mutating func objectType(_ range: Range<Int>, at: Int, _ row: Int, _ name: String) {
    if isObjectType(buffer.bytes.extracting(range)) { return }
    let shown = shown(range)
    broke(
      .objectType, row, name, at: at,
      "\(name) is \"\(shown)\"; expected a positive integer such as \"1\"")
  }

  private mutating func tooLong(
    _ member: MemberCursor.Member, _ row: Int, _ name: String, _ limit: Int
  ) {
    var count = member.value.count
    if member.first == 0x22 {
      // Escapes are longer than what they stand for; only that counts.
      let value = Slice(start: member.value.lowerBound, length: count)
      let copy = ByteBuffer(capacity: count)
      count = copy.unescapeJSON(copy.append(value, of: buffer)).count
    }
    guard count > limit else { return }
    broke(
      .attributeValueSize, row, name, at: member.value.lowerBound,
      "\(name) has \(count) bytes; Customer.io takes at most \(limit)")
  }

  /// A text that reads as a time in a form that Sluice does not write; those it writes are meant to be times.
  private mutating func dateLike(
    _ text: Range<Int>, _ row: Int, _ memory: AttributeMemory.Group,
    _ place: Int
  ) {
    let buffer = buffer
    let bytes = buffer.bytes
    let start = text.lowerBound
    guard bytes[start] &- 0x30 < 10, bytes[start &+ 4] == 0x2d, bytes[start &+ 10] == 0x20,
      parseInstant(bytes.extracting(text)) != nil
    else { return }
    let shown = shown(text)
    let name = name(memory, place)
    broke(
      .dateLikeText, row, name, at: start - 1,
      "\(name) is the text \"\(shown)\", which becomes a number")
  }

  /// Times inside of an array, which stay texts whatever their form.
  private mutating func datesIn(_ array: Range<Int>, _ row: Int, _ name: String) {
    guard array.count >= 14 else { return }
    let buffer = buffer
    let bytes = buffer.bytes
    var list = MemberCursor(array, hasKeys: false)
    while let member = list.member(in: bytes) {
      guard member.first == 0x22, member.value.count >= 12 else { continue }
      let text = bytes.extracting(member.value.lowerBound + 1..<member.value.upperBound - 1)
      guard parseInstant(text) != nil else { continue }
      broke(
        .dateInArray, row, name, at: member.value.lowerBound,
        "\(name) has a time inside of an array, which stays text")
      return
    }
  }

  // Semantic events.

  private mutating func property(
    _ member: MemberCursor.Member, _ row: Int, _ name: String, _ event: SemanticEvent
  ) {
    guard let property = event.property(named: name), member.first != 0x6e else { return }
    if fits(member, property.kind) { return }
    broke(
      .semanticProperty, row, name, at: member.value.lowerBound,
      "`\(name)` of \"\(event.name)\" is no \(property.kind.rawValue)")
  }

  private func fits(_ member: MemberCursor.Member, _ kind: SemanticProperty.Kind) -> Bool {
    let isNumber = member.first == 0x2d || member.first &- 0x30 < 10
    switch kind {
    case .text: return member.first == 0x22
    case .number: return isNumber
    case .boolean: return member.first == 0x74 || member.first == 0x66
    case .array: return member.first == 0x5b
    case .object: return member.first == 0x7b
    case .integer: return isNumber && isWhole(member.value)
    case .textOrInteger: return member.first == 0x22 || (isNumber && isWhole(member.value))
    }
  }

  private func isWhole(_ range: Range<Int>) -> Bool {
    parseInteger(buffer.bytes.extracting(range)) != nil
  }

  private mutating func required(
    of event: SemanticEvent, _ row: Int,
    _ memory: AttributeMemory.Group
  ) {
    for property in event.properties where property.isRequired {
      let has = attributes[memory.rawValue].known.contains {
        $0.name == property.name && $0.lastRow == row
      }
      if has { continue }
      broke(
        .semanticProperty, row, property.name,
        "\"\(event.name)\" needs the property `\(property.name)`")
    }
  }
}
