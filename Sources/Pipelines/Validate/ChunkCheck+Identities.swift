import Bytes
import CustomerIO
import Table

/// A text of a message without its escapes: where it lies, which may be a buffer of its own.
struct MessageText {
  let buffer: ByteBuffer
  let slice: Slice

  init(_ buffer: ByteBuffer, _ slice: Slice) {
    self.buffer = buffer
    self.slice = slice
  }

  /// - Parameter range: what stands between the quotes of a JSON string, or a number.
  init(_ buffer: ByteBuffer, unescaping range: Range<Int>) {
    guard countOf(0x5c, in: buffer.bytes.extracting(range)) > 0 else {
      self.init(buffer, Slice(start: range.lowerBound, length: range.count))
      return
    }
    let quoted = Slice(start: range.lowerBound - 1, length: range.count + 2)
    let copy = ByteBuffer(capacity: quoted.count * 2)
    let whole = copy.append(quoted, of: buffer)
    self.init(copy, copy.unescapeJSON(whole))
  }

  var count: Int { slice.count }
  var isEmail: Bool { isEmailAddress(buffer.bytes.extracting(slice.range)) }

  /// The beginning, for a message.
  var shown: String {
    let text = buffer.text(slice)
    return text.utf8.count > 60 ? String(text.prefix(40)) + "…" : text
  }
}

/// What a message that writes a person knows them by.
struct AttributedPerson {
  var id: MessageText?
  var email: MessageText?
}

// Who the records are about, for what only whole files can tell.
extension ChunkCheck {
  mutating func write(_ person: AttributedPerson, _ row: Int) {
    let origin = batch.origins[row]
    if let id = person.id {
      let key = id.buffer.bytes.extracting(id.slice.range)
      identities.add(.person, .written, key, other: hash(person.email), at: origin)
    }
    if let email = person.email {
      let key = email.buffer.bytes.extracting(email.slice.range)
      identities.add(.person, .addressed, key, other: hash(person.id), at: origin)
    }
  }

  private func hash(_ text: MessageText?) -> Hash128 {
    guard let text else { return IdentityRecords.nobody }
    return identities.hash(text.buffer.bytes.extracting(text.slice.range), .person)
  }

  /// Something that is written once: an object, an event.
  mutating func writeOnce(_ space: IdentityRecords.Space, _ cells: FieldCells, _ row: Int) {
    add(space, .written, cells, row)
  }

  /// An object that a row writes together with one of its members; other rows may have the others.
  mutating func writeWithMember(_ cells: FieldCells, _ row: Int) {
    add(.object, .addressed, cells, row)
  }

  mutating func refer(_ space: IdentityRecords.Space, _ cells: FieldCells, _ row: Int) {
    add(space, .referred, cells, row)
  }

  private mutating func add(
    _ space: IdentityRecords.Space, _ role: IdentityRecords.Role, _ cells: FieldCells, _ row: Int
  ) {
    guard cells.isFilled(row) else { return }
    let bytes = cells.buffer.bytes
    identities.add(
      space, role, bytes.extracting(cells.slices[row].range), at: batch.origins[row])
  }
}
