import Bytes
import Table

/// The other side of a join in memory: packed records, and an index over their keys.
///
/// ```
/// tags     a byte of the key's hash a slot; 0 is free
/// slots    where the first record with that key lies
/// record   next u32 (the following record with the same key, 0 after the last) │ key │ taken cells
/// ```
/// Records lie one behind the other in blocks; cells are packed (``PackedCell``), so that a key of 36 bytes takes 18 and
/// a look-up touches one slot and one record.
struct SideTable: Sendable {
  /// How a taken column's values are kept in a record.
  private enum Form: Sendable {
    case text, json, truth, instant
    /// Nobody asks for it.
    case pruned
  }

  private let plan: JoinPlan
  /// Positions of the taken columns in the batches that are appended.
  private let positions: [Int]
  private let types: [ValueType]
  private var forms: [Form]
  let prefixes: HexPrefixes
  private var blocks: [ByteBuffer] = []
  private(set) var count = 0
  private var tags: [UInt8] = []
  private var slots: [UInt32] = []

  private static let blockBits = 22
  private static let blockBytes = 1 << blockBits

  /// - Parameter columnsInTakenOrder: batches have the key and then the taken columns, as partitions keep them.
  init(_ plan: JoinPlan, columnsInTakenOrder: Bool = false, prefixes: HexPrefixes = HexPrefixes()) {
    self.plan = plan
    positions = columnsInTakenOrder ? Array(1..<plan.taken.count + 1) : plan.taken
    types = plan.taken.map { plan.sideSchema[$0].type }
    forms = types.map { type in
      switch type {
      case .boolean: .truth
      case .date, .timestamp: .instant
      case .json: .json
      case .string, .integer, .decimal, .double: .text
      }
    }
    self.prefixes = prefixes
  }

  /// Bytes held, with the index that ``finish()`` will build.
  var bytes: Int { blocks.count * SideTable.blockBytes + indexSize * 5 }

  /// Slots for the records so far: at most three in four are taken.
  private var indexSize: Int {
    var size = 1024
    while size * 3 < count * 4 { size *= 2 }
    return size
  }

  // Filling.

  /// Takes in a batch of the side; rows without a key are left out.
  mutating func append(_ batch: Batch, keys: PackedKeys) {
    let columns = positions.map { batch.columns[$0].spread(batch.rowCount) }
    let texts = columns.enumerated().map { index, column in
      if column.isPruned { forms[index] = .pruned }
      return forms[index] == .text ? column.texts(batch.rowCount) : nil
    }
    let record = ByteBuffer(capacity: 512)
    var prefixes = HexPrefixReader(prefixes)
    for row in 0..<batch.rowCount where keys.slices[row].isPresent {
      record.removeAll()
      record.append(value: UInt32(0))
      record.append(keys.slices[row], of: keys.buffer)
      for (index, column) in columns.enumerated() {
        append(column, texts[index], row, forms[index], to: record, &prefixes)
      }
      store(record)
    }
  }

  private func append(
    _ column: Column, _ text: (buffer: ByteBuffer, slices: [Slice])?, _ row: Int, _ form: Form,
    to record: ByteBuffer, _ prefixes: inout HexPrefixReader
  ) {
    switch (form, column.values) {
    case (.text, _):
      if let text { PackedCell.pack(text.slices[row], of: text.buffer, into: record, &prefixes) }
    case (.json, .json(let buffer, let slices)):
      PackedCell.pack(slices[row], of: buffer, into: record, &prefixes)
    case (.truth, .booleans(let truths)): record.append(truths[row].rawValue)
    case (.instant, .instants(let instants)): record.append(value: instants[row])
    case (.pruned, _): break
    // The reader gives every column of a type in one form; anything else has no value.
    case (.json, _): PackedCell.pack(.null, of: record, into: record, &prefixes)
    case (.truth, _): record.append(Truth.null.rawValue)
    case (.instant, _): record.append(value: Instant.null)
    }
  }

  private mutating func store(_ record: ByteBuffer) {
    if blocks.isEmpty || blocks[blocks.count - 1].count + record.count > SideTable.blockBytes {
      // Record 0 would be "none": the first block begins with a byte that is no record.
      let block = ByteBuffer(capacity: max(SideTable.blockBytes, record.count + 1))
      if blocks.isEmpty { block.append(0) }
      blocks.append(block)
      // A record longer than a block takes the numbers of several.
      for _ in 0..<(record.count / SideTable.blockBytes) { blocks.append(ByteBuffer(capacity: 0)) }
    }
    let home = blocks.lastIndex { $0.capacity >= SideTable.blockBytes } ?? 0
    blocks[home].append(Slice(start: 0, length: record.count), of: record)
    count += 1
  }

  /// Builds the index over all records; afterwards the table is only read.
  mutating func finish() {
    let size = indexSize
    tags = [UInt8](repeating: 0, count: size)
    slots = [UInt32](repeating: 0, count: size)
    var last: [UInt32: UInt32] = [:]
    forEachRecord { offset, block, at in
      let key = keyRange(block, at)
      let hash = hash128(block.bytes.extracting(key))
      insert(offset, hash, block, key, &last)
    }
  }

  private mutating func insert(
    _ offset: UInt32, _ hash: Hash128, _ block: ByteBuffer, _ key: Range<Int>,
    _ last: inout [UInt32: UInt32]
  ) {
    let mask = slots.count - 1
    let tag = SideTable.tag(hash)
    var slot = Int(truncatingIfNeeded: hash.low) & mask
    while tags[slot] != 0 {
      if tags[slot] == tag, isKey(slots[slot], block, key) {
        if keepsFirstOnly { return }
        let first = slots[slot]
        set(next: offset, of: last[first] ?? first)
        last[first] = offset
        return
      }
      slot = (slot &+ 1) & mask
    }
    tags[slot] = tag
    slots[slot] = offset
  }

  /// Whether the rows of a key after its first are of no use.
  private var keepsFirstOnly: Bool { plan.isExistence || plan.matches == .first }

  private static func tag(_ hash: Hash128) -> UInt8 {
    UInt8(truncatingIfNeeded: hash.high >> 56) | 1
  }

  // Reading.

  /// The first record with a key; 0 when there is none.
  func first(_ hash: Hash128, _ buffer: ByteBuffer, _ key: Range<Int>) -> UInt32 {
    if slots.isEmpty { return 0 }
    let mask = slots.count - 1
    let tag = SideTable.tag(hash)
    var slot = Int(truncatingIfNeeded: hash.low) & mask
    while tags[slot] != 0 {
      if tags[slot] == tag, isKey(slots[slot], buffer, key) { return slots[slot] }
      slot = (slot &+ 1) & mask
    }
    return 0
  }

  /// The following record with the same key; 0 after the last.
  func following(_ record: UInt32) -> UInt32 {
    let (block, at) = place(record)
    return block.value(UInt32.self, at: at)
  }

  private func place(_ record: UInt32) -> (block: ByteBuffer, at: Int) {
    let offset = Int(record)
    return (blocks[offset >> SideTable.blockBits], offset & (SideTable.blockBytes - 1))
  }

  private func set(next: UInt32, of record: UInt32) {
    let (block, at) = place(record)
    block.set(next, at: at)
  }

  private func isKey(_ record: UInt32, _ buffer: ByteBuffer, _ key: Range<Int>) -> Bool {
    let (block, at) = place(record)
    let end = at + 4 + key.count
    return end <= block.count && block.equals(at + 4..<end, buffer, key)
  }

  private func keyRange(_ block: ByteBuffer, _ at: Int) -> Range<Int> {
    at + 4..<at + 4 + PackedCell.size(at: at + 4, in: block)
  }

  private func forEachRecord(_ body: (UInt32, ByteBuffer, Int) -> Void) {
    for (index, block) in blocks.enumerated() {
      var at = index == 0 ? 1 : 0
      while at < block.count {
        body(UInt32(truncatingIfNeeded: index << SideTable.blockBits | at), block, at)
        at = end(of: block, at)
      }
    }
  }

  private func end(of block: ByteBuffer, _ at: Int) -> Int {
    var next = keyRange(block, at).upperBound
    for form in forms {
      switch form {
      case .text, .json: next += PackedCell.size(at: next, in: block)
      case .truth: next += 1
      case .instant: next += MemoryLayout<Instant>.size
      case .pruned: break
      }
    }
    return next
  }

  /// The taken columns of some records; nulls where the number is 0.
  func gather(_ records: [UInt32]) -> [Column] {
    let prefixes = prefixes.all
    let buffer = ByteBuffer(capacity: records.count * 24 * max(1, forms.count))
    var cells = forms.map { form in
      var cells: [Slice] = []
      if form == .text || form == .json { cells.reserveCapacity(records.count) }
      return cells
    }
    var truths = forms.map { _ in [Truth]() }
    var instants = forms.map { _ in [Instant]() }
    for record in records {
      guard record != 0 else {
        for (index, form) in forms.enumerated() {
          switch form {
          case .text, .json: cells[index].append(.null)
          case .truth: truths[index].append(.null)
          case .instant: instants[index].append(.null)
          case .pruned: break
          }
        }
        continue
      }
      let (block, at) = place(record)
      var next = keyRange(block, at).upperBound
      for (index, form) in forms.enumerated() {
        switch form {
        case .text, .json:
          cells[index].append(PackedCell.unpack(at: next, in: block, into: buffer, prefixes))
          next += PackedCell.size(at: next, in: block)
        case .truth:
          truths[index].append(Truth(rawValue: block.value(UInt8.self, at: next)) ?? .null)
          next += 1
        case .instant:
          instants[index].append(block.value(Instant.self, at: next))
          next += MemoryLayout<Instant>.size
        case .pruned: break
        }
      }
    }
    return forms.indices.map { index in
      switch forms[index] {
      case .text: Column(types[index], .text(buffer, cells[index]))
      case .json: Column(types[index], .json(buffer, cells[index]))
      case .truth: Column(types[index], .booleans(truths[index]))
      case .instant: Column(types[index], .instants(instants[index]))
      case .pruned: .pruned(types[index])
      }
    }
  }

  /// All records in the order they came, some thousand at a time: packed keys and taken columns.
  func forEachBatch<Failure: Error>(
    _ body: (PackedKeys, [Column]) throws(Failure) -> Void
  ) throws(Failure) {
    var offsets: [UInt32] = []
    forEachRecord { offset, _, _ in offsets.append(offset) }
    var start = 0
    while start < offsets.count {
      let part = Array(offsets[start..<min(start + 8192, offsets.count)])
      let buffer = ByteBuffer(capacity: part.count * 20)
      let slices = part.map { record in
        let (block, at) = place(record)
        let key = keyRange(block, at)
        return buffer.append(Slice(start: key.lowerBound, length: key.count), of: block)
      }
      try body(PackedKeys(buffer: buffer, slices: slices), gather(part))
      start += part.count
    }
  }
}

/// The packed keys of a batch; absent where the key is null.
struct PackedKeys: Sendable {
  let buffer: ByteBuffer
  let slices: [Slice]

  init(buffer: ByteBuffer, slices: [Slice]) {
    self.buffer = buffer
    self.slices = slices
  }

  init(_ keys: (buffer: ByteBuffer, keys: [Slice]), _ prefixes: HexPrefixes) {
    let packed = ByteBuffer(capacity: keys.keys.count * 24)
    var reader = HexPrefixReader(prefixes)
    slices = keys.keys.map { key in
      guard key.isPresent else { return key }
      let start = packed.count
      PackedCell.pack(key, of: keys.buffer, into: packed, &reader)
      return Slice(start: start, length: packed.count - start)
    }
    buffer = packed
  }
}
