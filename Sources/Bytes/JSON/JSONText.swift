import CSluice

extension ByteBuffer {
  /// Appends a cell as a JSON string with its quotes; a cell without a value appends nothing.
  ///
  /// The bytes are UTF-8 already (the readers saw to that) and leave as they are, but for `"`, `\` and those
  /// below 0x20. 16 bytes are looked at and copied at a time.
  public func append(jsonString slice: Slice, of other: ByteBuffer) {
    guard slice.isPresent else { return }
    let range = slice.range
    precondition(range.upperBound <= other.count, "slice outside of its buffer")
    reserve(sluice_json_string_room(range.count))
    // SAFETY: room was made, after which `other.base` no longer moves; the range lies within `other`, whose
    // block is `capacity` bytes long.
    storedCount &+= unsafe sluice_json_string(
      base + storedCount, other.base + range.lowerBound, range.count,
      other.capacity - range.lowerBound)
  }

  /// Appends a text as a JSON string with its quotes; for keys and messages, not for the data path.
  public func append(jsonString text: String) {
    var text = text
    text.withUTF8 { source in
      reserve(sluice_json_string_room(source.count))
      guard let start = source.baseAddress else {
        append(0x22)
        append(0x22)
        return
      }
      // SAFETY: room was made; only the text's own bytes are read.
      storedCount &+= unsafe sluice_json_string(
        base + storedCount, start, source.count, source.count)
    }
  }

  /// Appends a valid JSON text on one line: line breaks and tabs between its tokens become blanks.
  ///
  /// A cell without a value appends nothing.
  public func append(json slice: Slice, of other: ByteBuffer) {
    guard slice.isPresent else { return }
    let range = slice.range
    precondition(range.upperBound <= other.count, "slice outside of its buffer")
    reserve(range.count + SLUICE_JSON_SLACK)
    // SAFETY: as for a JSON string.
    storedCount &+= unsafe sluice_json_verbatim(
      base + storedCount, other.base + range.lowerBound, range.count,
      other.capacity - range.lowerBound)
  }

  /// Appends a decimal integer.
  public func append(integer value: Int64) {
    reserve(20)
    // SAFETY: a 64-bit integer has at most 20 bytes.
    storedCount &+= unsafe sluice_integer(base + storedCount, value)
  }

  /// Appends the shortest decimal that reads back as the same number; whole ones without a fraction.
  ///
  /// - Returns: false, with nothing appended, for infinities and NaN, which JSON does not have.
  @discardableResult
  public func append(number value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let whole = Int64(exactly: value), abs(value) <= 9_007_199_254_740_992 {
      append(integer: whole)
    } else {
      append(value.description)
    }
    return true
  }
}
