import CSluice

/// One part of a row's key, as values of a whole column.
public struct KeyTerm: Sendable {
  /// What the values are.
  public enum Values: Sendable {
    case text(ByteBuffer, [Slice])
    /// Bytes in the order of what they stand for, none a prefix of another.
    case bytes(ByteBuffer, [Slice])
    case instants([Instant])
    /// 0 or 1; anything more is no value.
    case truths([UInt8])

    var count: Int {
      switch self {
      case .text(_, let slices), .bytes(_, let slices): slices.count
      case .instants(let values): values.count
      case .truths(let values): values.count
      }
    }
  }

  public var values: Values
  public var isDescending: Bool
  public var nullsFirst: Bool

  public init(_ values: Values, isDescending: Bool = false, nullsFirst: Bool = false) {
    self.values = values
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }
}

/// One key a row, whose byte order is the order of the terms' values; no key is a prefix of another.
///
/// ```
/// no value   00 where nulls come first, ff where they come last; a value begins with 7f
/// text       its bytes, 00 written 00 ff, then 00 00
/// instant    seconds and nanoseconds, 8 + 4 bytes, sign flipped          truth  00 or 01
/// ```
/// The bytes of a descending term's value are inverted.
public func orderedKeys(_ terms: [KeyTerm], count: Int) -> (buffer: ByteBuffer, keys: [Slice]) {
  for term in terms {
    precondition(term.values.count >= count, "a column has fewer rows than its batch")
    switch term.values {
    case .text(let buffer, let slices), .bytes(let buffer, let slices): buffer.checkWithin(slices)
    case .instants, .truths: break
    }
  }
  let buffer = ByteBuffer(capacity: 0)
  var lent = unsafe [sluice_term]()
  let keys = unsafe [Slice](unsafeUninitializedCapacity: count) { free, written in
    unsafe lend(terms[...], &lent) { kernel in
      buffer.reserve(unsafe sluice_keys_room(kernel.baseAddress, kernel.count, count))
      // SAFETY: Slice and Instant have the layouts of the C structs, all cells lie in their buffers, and room was made
      // for the longest keys that the terms can give.
      buffer.storedCount = unsafe sluice_keys(
        kernel.baseAddress, kernel.count, count, buffer.base,
        UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self))
    }
    written = count
  }
  return (buffer, keys)
}

/// Gathers term after term, each inside the scope that keeps its column's memory in place.
private func lend(
  _ terms: ArraySlice<KeyTerm>, _ lent: inout [sluice_term],
  _ body: (UnsafeBufferPointer<sluice_term>) -> Void
) {
  guard let term = terms.first else {
    unsafe lent.withUnsafeBufferPointer(body)
    return
  }
  var kernel = unsafe sluice_term()
  unsafe kernel.descending = term.isDescending ? 1 : 0
  unsafe kernel.nulls_first = term.nullsFirst ? 1 : 0
  func add(_ kind: Int, _ values: UnsafeRawBufferPointer) {
    unsafe kernel.kind = UInt8(kind)
    unsafe kernel.values = values.baseAddress
    unsafe lent.append(kernel)
    unsafe lend(terms.dropFirst(), &lent, body)
  }
  switch term.values {
  case .text(let buffer, let slices), .bytes(let buffer, let slices):
    unsafe kernel.block = UnsafePointer(buffer.base)
    unsafe kernel.capacity = buffer.capacity
    let kind = if case .text = term.values { SLUICE_TERM_TEXT } else { SLUICE_TERM_BYTES }
    unsafe slices.withUnsafeBytes { unsafe add(kind, $0) }
    withExtendedLifetime(buffer) {}
  case .instants(let values):
    unsafe values.withUnsafeBytes { unsafe add(SLUICE_TERM_INSTANT, $0) }
  case .truths(let values): unsafe values.withUnsafeBytes { unsafe add(SLUICE_TERM_TRUTH, $0) }
  }
}
