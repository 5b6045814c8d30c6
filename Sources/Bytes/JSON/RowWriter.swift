import CSluice

/// Writes the lines of one batch; exists while the batch's columns are lent to it.
@safe
public struct RowWriter: ~Copyable {
  /// What is known of a line that was written.
  @frozen
  public struct Line: Sendable {
    /// In bytes, its end included.
    public var length: Int
    /// Bytes of its longest measured text.
    public var longest: Int
    /// How many of its texts begin like a date.
    public var dates: Int
    /// How many of its JSON texts have an array with a string in it that begins like a date.
    public var arrayDates: Int
  }

  let parts: UnsafeMutablePointer<sluice_part>
  let partCount: Int
  let times: UnsafePointer<sluice_instant>?
  let rowCount: Int
  let tail: Int

  /// Appends one row's line; one call a row, however many cells it has.
  public func write(_ row: Int, to output: ByteBuffer) -> Line {
    precondition(row >= 0 && row < rowCount, "row outside of its batch")
    var result = sluice_row_result()
    output.reserve(4096)
    while true {
      // SAFETY: the parts point into arrays and buffers that are lent for the life of the writer and hold
      // `rowCount` cells each; the kernel checks slices against their block and writes within the room.
      unsafe sluice_row(
        output.base + output.count, output.capacity - output.count, parts, partCount, row, times,
        tail, &result)
      if result.length > 0 { break }
      precondition(result.is_outside == 0, "slice outside of its buffer")
      output.reserve(result.needed + 4096)
    }
    output.storedCount &+= result.length
    return Line(
      length: result.length, longest: Int(result.longest), dates: Int(result.dates),
      arrayDates: Int(result.array_dates))
  }
}

extension RowTemplate {
  /// Lends the template's columns to a writer for as long as `body` runs.
  ///
  /// - Parameter times: give the identifier its first 48 bits; without them, or where one is absent, these are 0.
  /// - Parameter tail: bytes at the end of each line that do not count for the identifier, such as a line break.
  public func withWriter(
    rows: Int, to output: ByteBuffer, times: [Instant]? = nil, tail: Int = 1,
    _ body: (borrowing RowWriter) -> Void
  ) {
    for part in parts {
      guard let cells = part.cells else { continue }
      precondition(cells.count >= rows, "a column has fewer rows than its batch")
      if case .slices(let buffer, _) = cells { precondition(buffer !== output) }
      if case .integers(_, let states) = cells {
        precondition(states.isEmpty || states.count >= rows)
      }
    }
    precondition(times == nil || times?.count ?? 0 >= rows)
    let room = UnsafeMutablePointer<sluice_part>.allocate(capacity: parts.count)
    unsafe room.initialize(repeating: sluice_part(), count: parts.count)
    defer { unsafe room.deallocate() }
    unsafe leads.withUnsafeBytes { leadBytes in
      unsafe lend(0, room, leadBytes) {
        guard let times else {
          body(
            unsafe RowWriter(
              parts: room, partCount: parts.count, times: nil, rowCount: rows, tail: tail))
          return
        }
        unsafe times.withUnsafeBytes { instants in
          // SAFETY: an Instant is laid out as the C struct: 64 bits of seconds, 32 of nanoseconds, stride 16.
          body(
            unsafe RowWriter(
              parts: room, partCount: parts.count,
              times: instants.baseAddress?.assumingMemoryBound(to: sluice_instant.self),
              rowCount: rows, tail: tail))
        }
      }
    }
  }

  /// Fills part after part, each inside the scope that keeps its column's memory in place.
  private func lend(
    _ index: Int, _ room: UnsafeMutablePointer<sluice_part>, _ leadBytes: UnsafeRawBufferPointer,
    _ body: () -> Void
  ) {
    guard index < parts.count else {
      body()
      return
    }
    let part = parts[index]
    // SAFETY: index is below the count that `room` was allocated for; leads lie in their buffer, with 16
    // bytes of its block behind the last.
    unsafe room[index].op = part.operation
    unsafe room[index].form = part.form.rawValue
    unsafe room[index].absent = part.absent.rawValue
    unsafe room[index].flags = part.options.rawValue
    unsafe room[index].skip = UInt32(part.skip)
    unsafe room[index].lead_length = part.lead.count
    if let base = leadBytes.baseAddress {
      unsafe room[index].lead = (base + part.lead.range.lowerBound).assumingMemoryBound(
        to: UInt8.self)
    }
    switch part.cells {
    case nil: unsafe lend(index + 1, room, leadBytes, body)
    case .slices(let buffer, let slices):
      unsafe slices.withUnsafeBytes { cells in
        unsafe buffer.withUnsafeBytes { bytes in
          unsafe room[index].values = cells.baseAddress
          unsafe room[index].block = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
          unsafe room[index].block_count = bytes.count
          unsafe room[index].block_capacity = buffer.capacity
          unsafe lend(index + 1, room, leadBytes, body)
        }
      }
    case .integers(let values, let states):
      unsafe values.withUnsafeBytes { cells in
        unsafe states.withUnsafeBufferPointer { marks in
          unsafe room[index].values = cells.baseAddress
          unsafe room[index].states = states.isEmpty ? nil : marks.baseAddress
          unsafe lend(index + 1, room, leadBytes, body)
        }
      }
    case .truths(let values):
      unsafe values.withUnsafeBytes { cells in
        unsafe room[index].values = cells.baseAddress
        unsafe lend(index + 1, room, leadBytes, body)
      }
    case .instants(let values):
      unsafe values.withUnsafeBytes { cells in
        unsafe room[index].values = cells.baseAddress
        unsafe lend(index + 1, room, leadBytes, body)
      }
    }
  }
}
