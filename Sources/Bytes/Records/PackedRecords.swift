import CSluice

/// A column that goes into packed records.
public enum PackedField: Sendable {
  case text(ByteBuffer, [Slice])
  case truths([UInt8])
  case instants([Instant])

  /// How a field lies in a record.
  public enum Form: UInt8, Sendable {
    case text = 0
    case truth = 1
    case instant = 2
  }

  var count: Int {
    switch self {
    case .text(_, let slices): slices.count
    case .truths(let values): values.count
    case .instants(let values): values.count
    }
  }
}

/// Rows in the fewest bytes that cost next to nothing to make: for the tables that joins hold in memory.
///
/// ```
/// record   link u32 (while it is part of a table) │ packed key │ field …
/// text     00…ee  that many bytes follow, as they are       f0  null        f1  missing
///          f2     a u32 length, then the bytes              f3  prefix number, then the 16 bytes of 32 hex digits
///          f4     the 16 bytes of a UUID written with dashes
/// truth    one byte          instant  8 + 4 bytes
/// ```
/// The surrogate keys of warehouses are a prefix and an md5 in hexadecimal (`ent_98748d7b…`): half of their bytes say
/// nothing. Equal cells are equal bytes: a prefix has its number from the first cell that has it, for good.
public struct PackedRecords: Sendable {
  static let linkBytes = 4

  public let buffer: ByteBuffer
  /// Each row's record without its link; absent where the key is, and then there is none.
  public let records: [Slice]

  init(buffer: ByteBuffer, records: [Slice]) {
    self.buffer = buffer
    self.records = records
  }

  /// - Parameter key: of each row.
  /// - Parameter isLinked: whether each record has room for a link, as a table needs it.
  public init(
    key: (buffer: ByteBuffer, keys: [Slice]), fields: [PackedField] = [],
    _ prefixes: HexPrefixes, isLinked: Bool
  ) {
    let all = [.text(key.buffer, key.keys)] + fields
    let count = key.keys.count
    for field in all {
      precondition(field.count >= count, "a column has fewer rows than its batch")
      if case .text(let buffer, let slices) = field { buffer.checkWithin(slices) }
    }
    let head = isLinked ? Self.linkBytes : 0
    let buffer = ByteBuffer(capacity: 0)
    var lent = unsafe [sluice_field]()
    var state = sluice_pack_state()
    records = unsafe [Slice](unsafeUninitializedCapacity: count) { free, written in
      unsafe lendFields(all[...], &lent) { kernel in
        buffer.reserve(unsafe sluice_pack_room(kernel.baseAddress, kernel.count, count, head))
        while state.row < count {
          unsafe prefixes.withKernel { known in
            // SAFETY: Slice and Instant have the layouts of the C structs, all cells lie in their buffers, room was
            // made for the largest records that the columns can give, and for one slice a row.
            unsafe sluice_pack(
              kernel.baseAddress, kernel.count, count, head, known, buffer.base,
              UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self),
              &state)
          }
          // A prefix that nobody has met yet gets its number, and packing goes on.
          if state.row < count, case .text(let source, _) = all[state.field] {
            let start = Int(state.prefix.start)
            prefixes.add(
              source.values(UInt8.self, at: start, count: Int(state.prefix.length)))
          }
        }
      }
      written = count
    }
    buffer.storedCount = state.used
    self.buffer = buffer
  }

  /// The records of a partition, one behind the other, each with room for its link.
  public init(linked buffer: ByteBuffer, _ forms: [PackedField.Form]) {
    self.buffer = buffer
    var found: [Slice] = []
    var at = 0
    let kinds = forms.map(\.rawValue)
    while at < buffer.count {
      let part = unsafe [Slice](unsafeUninitializedCapacity: 4096) { free, written in
        // SAFETY: the bytes are whole records, as they were packed by this process; there is room for 4096 slices.
        written = unsafe sluice_records(
          buffer.base, buffer.count, kinds, kinds.count, &at,
          UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self),
          4096)
      }
      found += part
    }
    records = found
  }

  /// The same in no more memory than it needs: packing makes room for the longest cells there could be.
  public var compact: PackedRecords {
    let copy = ByteBuffer(capacity: buffer.count)
    copy.append(buffer.bytes)
    return PackedRecords(buffer: copy, records: records)
  }

  /// Bytes held.
  public var bytes: Int { buffer.capacity + records.count * MemoryLayout<Slice>.stride }

  /// Bytes of a record's key.
  func keyBytes(of record: Slice) -> Int {
    precondition(record.range.upperBound <= buffer.storedCount, "record outside of its buffer")
    // SAFETY: the record lies in the buffer and begins with its key.
    return unsafe sluice_packed_size(buffer.base + record.range.lowerBound)
  }

  /// Where a record begins, its link included.
  @inline(__always)
  static func start(of record: Slice) -> Int { record.range.lowerBound &- linkBytes }
}

/// Gathers column after column, each inside the scope that keeps its memory in place.
private func lendFields(
  _ fields: ArraySlice<PackedField>, _ lent: inout [sluice_field],
  _ body: (UnsafeBufferPointer<sluice_field>) -> Void
) {
  guard let field = fields.first else {
    unsafe lent.withUnsafeBufferPointer(body)
    return
  }
  func add(_ form: PackedField.Form, _ values: UnsafeRawBufferPointer, _ block: ByteBuffer?) {
    unsafe lent.append(
      sluice_field(
        form: form.rawValue, values: values.baseAddress,
        block: block.map { unsafe UnsafePointer($0.base) }))
    unsafe lendFields(fields.dropFirst(), &lent, body)
  }
  switch field {
  case .text(let buffer, let slices):
    unsafe slices.withUnsafeBytes { unsafe add(.text, $0, buffer) }
    withExtendedLifetime(buffer) {}
  case .truths(let values): unsafe values.withUnsafeBytes { unsafe add(.truth, $0, nil) }
  case .instants(let values): unsafe values.withUnsafeBytes { unsafe add(.instant, $0, nil) }
  }
}
