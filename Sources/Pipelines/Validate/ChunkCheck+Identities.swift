import Bytes
import Table

/// What a message that writes a person knows them by.
struct AttributedPerson {
  var id: Slice?
  /// In the chunk's buffer.
  var email: Range<Int>?

  init(id: Slice?, _ email: Range<Int>?) {
    self.id = id
    self.email = email.flatMap { $0.isEmpty ? nil : $0 }
  }
}

// Who the records are about, for what only whole files can tell.
extension ChunkCheck {
  mutating func write(_ person: AttributedPerson, _ row: Int, idsIn buffer: ByteBuffer) {
    let origin = batch.origins[row]
    let own = self.buffer
    let ids = buffer.bytes
    let emails = own.bytes
    let none = IdentityRecords.nobody
    let email = person.email.map { identities.hash(emails.extracting($0), .person) } ?? none
    if let id = person.id {
      identities.add(.person, .written, ids.extracting(id.range), other: email, at: origin)
    }
    guard let address = person.email else { return }
    let id = person.id.map { identities.hash(ids.extracting($0.range), .person) } ?? none
    identities.add(.person, .addressed, emails.extracting(address), other: id, at: origin)
  }

  /// Something that is written once: an object, an event.
  mutating func writeOnce(_ space: IdentityRecords.Space, _ cells: FieldCells, _ row: Int) {
    add(space, .written, cells, row)
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
