import Bytes
import CustomerIO

/// What is known of an event by its name alone; looked up once for each distinct name of a chunk.
struct EventVerdict {
  /// The event of that very name.
  var event: SemanticEvent?
  /// The event that the name was probably meant to be.
  var near: SemanticEvent?
  var hasBlanks = false

  /// Whether there is nothing to say of it.
  var isPlain: Bool { event == nil && near == nil && !hasBlanks }

  init(_ name: String) {
    let scalars = name.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return }
    let trimmed = String(scalars[first...last])
    hasBlanks = trimmed != name
    event = SemanticEvent.named(trimmed)
    if event == nil { near = SemanticEvent.near(trimmed) }
  }
}

/// The verdicts of a chunk's event names, found again by the name's hash.
struct EventMemory {
  /// Position in ``verdicts`` by the low bits of the hash; names that share them are looked up anew.
  private var places = [Int](repeating: -1, count: 256)
  private var hashes = [Hash128](repeating: Hash128(low: 0, high: 0), count: 256)
  private(set) var verdicts: [EventVerdict] = []
  /// Whether there is nothing to say of a name, apart so that asking copies no verdict.
  private(set) var isPlain: [Bool] = []

  /// - Returns: position in ``verdicts``.
  mutating func place(_ hash: Hash128, _ name: () -> String) -> Int {
    let slot = Int(hash.low & 255)
    if places[slot] >= 0, hashes[slot] == hash { return places[slot] }
    let verdict = EventVerdict(name())
    hashes[slot] = hash
    // Room is taken once a slot, so that a chunk of distinct names stays small.
    if places[slot] < 0 {
      places[slot] = verdicts.count
      verdicts.append(verdict)
      isPlain.append(verdict.isPlain)
    } else {
      verdicts[places[slot]] = verdict
      isPlain[places[slot]] = verdict.isPlain
    }
    return places[slot]
  }
}

extension ChunkCheck {
  /// Tests event names, and says which rows have one that Customer.io knows a meaning of.
  mutating func eventNames(_ cells: FieldCells, _ field: String) -> [Int: SemanticEvent] {
    names(cells, field)
    var found: [Int: SemanticEvent] = [:]
    let hashes = hash128(of: cells.slices, in: cells.buffer)
    for row in cells.slices.indices where cells.isFilled(row) {
      let place = events.place(hashes[row]) { cells.buffer.text(cells.slices[row]) }
      if events.isPlain[place] { continue }
      let verdict = events.verdicts[place]
      if verdict.hasBlanks {
        broke(.eventNameBlanks, row, field, "\"\(cells.shown(row))\" begins or ends with a blank")
      }
      if let near = verdict.near {
        broke(
          .nearSemanticEventName, row, field,
          "\"\(cells.shown(row))\" is not the semantic event \"\(near.name)\"")
      }
      found[row] = verdict.event
    }
    return found
  }
}
