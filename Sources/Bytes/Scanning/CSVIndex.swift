import CSluice

/// Where the fields and records of a run of CSV bytes end.
///
/// ```
/// a,"b,c",d\n     entries  1, 7, 9|newline
/// ```
public struct CSVIndex: Sendable {
  /// Marks an entry that ends a record.
  public static let newline: UInt32 = 0x8000_0000
  /// Marks an entry that ends a record which is no good; its reason stands elsewhere.
  public static let bad: UInt32 = 0x4000_0000
  /// The offset in an entry.
  public static let offset: UInt32 = 0x3fff_ffff

  /// Ascending offsets of delimiters and line feeds outside quotes, with the marks above.
  public var entries: [UInt32]
  /// How many entries end a record.
  public var records: Int
  /// Ascending offsets of the line feeds within quotes.
  public var quotedLineFeeds: [UInt32]
  /// Whether a quote stands where the plain grammar has none; then the entries mean nothing.
  public var isIrregular: Bool
  /// Whether the bytes end within quotes.
  public var endsInQuotes: Bool

  public init(
    entries: [UInt32] = [], records: Int = 0, quotedLineFeeds: [UInt32] = [],
    isIrregular: Bool = false, endsInQuotes: Bool = false
  ) {
    self.entries = entries
    self.records = records
    self.quotedLineFeeds = quotedLineFeeds
    self.isIrregular = isIrregular
    self.endsInQuotes = endsInQuotes
  }
}

/// The instructions that a kernel may use; lower levels are the twins that tests compare with.
public enum KernelLevel: Int32, Sendable, CaseIterable {
  /// Those that every processor has.
  case plain = 0
  case avx2 = 1
  case avx512 = 2
}

/// Indexes a run of bytes that begins at the start of a record, with SIMD; quotes double to escape.
///
/// - Parameter quote: nil when the dialect has no quotes.
/// - Parameter level: the best to use, where the processor has it.
public func csvIndex(
  _ bytes: Span<UInt8>, delimiter: UInt8, quote: UInt8?, upTo level: KernelLevel = .avx512
) -> CSVIndex {
  var state = sluice_csv_state()
  state.may_open = 1
  var quoted: [UInt32] = []
  let entries = unsafe bytes.withUnsafeBufferPointer { source in
    unsafe [UInt32](unsafeUninitializedCapacity: source.count + 64) { free, count in
      guard let from = source.baseAddress, let to = free.baseAddress else { return }
      // SAFETY: the kernel writes at most one entry a byte, from either end, and there is room for that many.
      count = unsafe sluice_csv_index(
        from, source.count, delimiter, quote.map(UInt32.init) ?? 0x100, level.rawValue,
        to, &state)
      let end = source.count + 64
      for at in 1..<(Int(state.quoted) + 1) { quoted.append(unsafe to[end - at]) }
    }
  }
  return CSVIndex(
    entries: entries, records: Int(state.records), quotedLineFeeds: quoted,
    isIrregular: state.irregular != 0,
    endsInQuotes: state.in_quote != 0)
}

/// How many times a byte occurs.
public func countOf(_ byte: UInt8, in bytes: Span<UInt8>) -> Int {
  unsafe bytes.withUnsafeBufferPointer { source in
    guard let from = source.baseAddress else { return 0 }
    return unsafe sluice_count_byte(from, source.count, byte)
  }
}
