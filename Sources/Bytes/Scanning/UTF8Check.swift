import CSluice

/// The offset of the first byte that is not part of valid UTF-8; nil when all of it is.
///
/// - Parameter isPlain: do without the instructions of newer processors; the twin that tests compare with.
public func firstInvalidUTF8(_ bytes: Span<UInt8>, isPlain: Bool = false) -> Int? {
  unsafe bytes.withUnsafeBufferPointer { source in
    guard let from = source.baseAddress else { return nil }
    let valid = unsafe sluice_utf8_valid(from, source.count, isPlain ? 1 : 0)
    return valid == source.count ? nil : valid
  }
}
