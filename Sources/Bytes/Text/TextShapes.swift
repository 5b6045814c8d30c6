import CSluice

/// Which shape is looked for in a column of text.
public enum TextShape: Sendable {
  /// RFC 5322's dot-atom, `@`, and a domain with a dot.
  case email
  /// E.164: `+`, then 2 to 15 digits, the first not 0.
  case phone
}

extension ByteBuffer {
  /// The rows whose cells have a byte or more and not the shape.
  ///
  /// - Parameter decide: asked for the rare cells that the kernel leaves open; the rule's plain form.
  public func rows(
    of cells: [Slice], without shape: TextShape, _ decide: (Span<UInt8>) -> Bool
  ) -> [Int] {
    checkWithin(cells)
    let verdicts = unsafe [UInt8](unsafeUninitializedCapacity: cells.count) { free, written in
      unsafe cells.withUnsafeBytes { slices in
        let slices = unsafe slices.baseAddress?.assumingMemoryBound(to: sluice_slice.self)
        // SAFETY: Slice has the layout of sluice_slice, every cell lies in the buffer, whose block has `capacity`
        // bytes, and there is room for one verdict a row.
        switch shape {
        case .email: unsafe sluice_emails(base, capacity, slices, cells.count, free.baseAddress)
        case .phone: unsafe sluice_phones(base, slices, cells.count, free.baseAddress)
        }
      }
      written = cells.count
    }
    var rows: [Int] = []
    for row in verdicts.indices where verdicts[row] != SLUICE_SHAPE_GOOD {
      if verdicts[row] == SLUICE_SHAPE_UNKNOWN, decide(bytes(cells[row])) { continue }
      rows.append(row)
    }
    return rows
  }
}
