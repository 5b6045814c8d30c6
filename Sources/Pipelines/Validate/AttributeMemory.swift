import Bytes
import CustomerIO

/// What is known of each attribute's name, found again without looking the name up.
///
/// Messages of one file have the same names in the same order, so the one after the last is tried first.
struct AttributeMemory {
  /// Whose attributes are remembered together.
  enum Group: Int, CaseIterable {
    case person, event, object, relationship, device

    var kind: MessageKind.AttributeKind {
      switch self {
      case .person: .person
      case .event: .event
      case .object: .object
      case .relationship: .relationship
      case .device: .device
      }
    }
  }

  /// What an attribute's value has to be.
  enum Role {
    case plain
    case email
    case phone
    case objectType
    case relationship
  }

  /// One name with what holds for it.
  struct Known {
    let name: String
    let bytes: [UInt8]
    let role: Role
    /// What every row that has the name is told.
    let faults: [(code: RuleCode, message: String)]
    var profile: ColumnProfile
    /// The row that had it last, to see that an object has it once.
    var lastRow = -1
  }

  /// Names past this many are not remembered: a file that makes up a name a row stays in bounds.
  static let longest = 2000

  let kind: MessageKind.AttributeKind
  private(set) var known: [Known] = []
  private var expected = 0

  init(_ kind: MessageKind.AttributeKind) { self.kind = kind }

  /// Position of a name in ``known``; -1 when there are too many.
  mutating func place(
    of key: Range<Int>, in bytes: Span<UInt8>, _ message: MessageKind, _ wire: WireForm
  ) -> Int {
    let count = known.count
    var place = expected
    for _ in 0..<count {
      if place >= count { place = 0 }
      if matches(place, key, bytes) {
        expected = place &+ 1
        return place
      }
      place &+= 1
    }
    guard count < AttributeMemory.longest else { return -1 }
    known.append(AttributeMemory.learn(key, bytes, kind, MessageLayout(message, as: wire)))
    expected = count &+ 1
    return count
  }

  @inline(__always)
  private func matches(_ place: Int, _ key: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    let name = known[place].bytes
    guard name.count == key.count else { return false }
    let start = key.lowerBound
    for index in name.indices where name[index] != bytes[start &+ index] { return false }
    return true
  }

  mutating func rewind() { expected = 0 }

  /// - Returns: whether this row had the name already.
  mutating func meet(_ place: Int, row: Int) -> Bool {
    defer { known[place].lastRow = row }
    return known[place].lastRow == row
  }

  mutating func note(_ place: Int, json first: UInt8) { known[place].profile.note(json: first) }

  mutating func note(_ place: Int, text: Span<UInt8>) { known[place].profile.note(text: text) }

  private static func learn(
    _ key: Range<Int>, _ bytes: Span<UInt8>, _ kind: MessageKind.AttributeKind,
    _ layout: MessageLayout
  ) -> Known {
    var raw: [UInt8] = []
    for index in key { raw.append(bytes[index]) }
    let quoted = ByteBuffer("\"")
    quoted.append(raw)
    quoted.append(0x22)
    let name = quoted.text(quoted.unescapeJSON(Slice(start: 0, length: quoted.count)))
    let role = role(of: name, kind, isField: layout.wire == .pipelines)
    let isOwn = role == .objectType || role == .relationship
    return Known(
      name: name, bytes: raw, role: role,
      faults: isOwn ? [] : nameFaults(name, kind, layout), profile: ColumnProfile(name: name))
  }

  private static func role(
    of name: String, _ kind: MessageKind.AttributeKind, isField: Bool
  ) -> Role {
    switch (kind, name) {
    case (.person, "email"): .email
    case (.person, "phone"): .phone
    case (.object, "objectTypeId"), (.object, "object_type_id"): isField ? .objectType : .plain
    case (.object, "relationshipAttributes"): isField ? .relationship : .plain
    default: .plain
    }
  }
}

/// What is wrong with an attribute's name, whatever its values.
func nameFaults(
  _ name: String, _ kind: MessageKind.AttributeKind, _ layout: MessageLayout
) -> [(code: RuleCode, message: String)] {
  var faults: [(RuleCode, String)] = []
  let limit = Rule.with(.attributeNameSize).limit ?? .max
  if kind.isLimited, name.utf8.count > limit {
    faults.append(
      (
        .attributeNameSize,
        "the attribute's name has \(name.utf8.count) bytes; Customer.io takes at most \(limit)"
      ))
  }
  if name.isEmpty { faults.append((.reservedName, "an attribute has no name")) }
  if let meaning = ReservedNames.meaning(of: name, kind, layout) {
    faults.append((.reservedName, "`\(name)` \(meaning)"))
  } else if kind == .person, ReservedNames.isComputed(name) {
    faults.append((.computedName, "Customer.io computes `\(name)` itself"))
  } else if name.utf8.contains(where: { $0 == 0x20 || $0 == 0x2d || $0 == 0x2e }),
    !name.hasPrefix("cio_subscription_preferences.")
  {
    faults.append((.nameCharacters, "`\(name)` has a blank, hyphen or period"))
  }
  return faults
}
