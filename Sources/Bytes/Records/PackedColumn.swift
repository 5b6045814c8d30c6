import CSluice

// A column of cells as bytes: the length of each, then the bytes of all.
//
//     is-narrow u8 │ a length a row, 1 byte (254 missing, 255 null) or 4 │ the cells' bytes
extension ByteBuffer {
  /// Appends the cells of a column of another buffer.
  public func append(packed cells: [Slice], of other: ByteBuffer) {
    other.checkWithin(cells)
    unsafe cells.withUnsafeBytes { source in
      let slices = unsafe source.baseAddress?.assumingMemoryBound(to: sluice_slice.self)
      var isNarrow: Int32 = 0
      let bytes = unsafe sluice_cells_measure(slices, cells.count, &isNarrow)
      append(isNarrow == 1 ? 1 : 0)
      reserve(bytes + (isNarrow == 1 ? 1 : 4) * cells.count + SLUICE_JSON_SLACK)
      var column = unsafe sluice_cells(
        block: other.base, capacity: other.capacity, slices: slices)
      // SAFETY: Slice has the layout of sluice_slice, every cell lies in its buffer, and room was made for all lengths,
      // all bytes and the slack.
      storedCount &+= unsafe sluice_cells_pack(&column, cells.count, isNarrow, base + storedCount)
    }
  }

  /// The cells of a packed column that begins at an offset, which moves behind it; they lie in this buffer.
  public func packedCells(_ count: Int, at offset: inout Int) -> [Slice] {
    let isNarrow = value(UInt8.self, at: offset)
    let start = offset + 1
    let cells = unsafe [Slice](unsafeUninitializedCapacity: count) { free, written in
      // SAFETY: there is room for one slice a row; the kernel reads and allows nothing past the buffer's bytes.
      offset = unsafe sluice_cells_unpack(
        base, start, storedCount, count, Int32(isNarrow),
        UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self))
      written = count
    }
    precondition(offset > 0, "a packed column reaches past its buffer")
    return cells
  }
}
