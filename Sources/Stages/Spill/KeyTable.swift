import Bytes

/// One record for each key of a partition of ``KeyRecords``.
struct KeyTable {
  /// The records by place; a stage may put another one of the same key in a record's place.
  var records: [KeyRecords.Record] = []
  private let bytes: ByteBuffer
  /// Places by hash, open addressing; -1 is free. A power of two, never more than half full.
  private var slots: [Int32]

  /// - Parameter bytes: those of the partition.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
    // About as many as a partition of the usual size has, so that growing is rare; a large one may be of a single key.
    let expected = min(bytes.count, 4 << 20) / (DealtRecords.headBytes + 64)
    records.reserveCapacity(expected)
    var size = 1024
    while size < expected * 2 { size *= 4 }
    slots = [Int32](repeating: -1, count: size)
  }

  /// - Returns: the place of a record's key, and whether the record is the first of its key and was put there.
  mutating func place(of record: KeyRecords.Record) -> (Int, isNew: Bool) {
    if records.count * 2 >= slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: record.hash) & mask
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if records[place].hash == record.hash, bytes.equals(records[place].key, bytes, record.key) {
        return (place, false)
      }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = Int32(truncatingIfNeeded: records.count)
    records.append(record)
    return (records.count - 1, true)
  }

  private mutating func grow() {
    let size = slots.count * 4
    slots = [Int32](repeating: -1, count: size)
    for (place, record) in records.enumerated() {
      var slot = Int(truncatingIfNeeded: record.hash) & (size - 1)
      while slots[slot] >= 0 { slot = (slot &+ 1) & (size - 1) }
      slots[slot] = Int32(truncatingIfNeeded: place)
    }
  }
}
