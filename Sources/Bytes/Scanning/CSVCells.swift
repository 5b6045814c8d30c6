import CSluice

/// How the cells of a dialect are told apart: quotes, escapes, null words.
public struct CSVCells: Sendable {
  public let delimiter: UInt8
  public let quote: UInt8?
  public let backslash: CSVBackslash
  /// Whether null words are null within quotes too.
  public let quotedNulls: Bool
  private let words: [UInt8]
  private let wordEnds: [UInt32]
  /// Bit n: some null word has n bytes.
  private let nullLengths: UInt64

  /// - Parameter nulls: words that stand for null; those of 64 bytes and more are never met.
  public init(
    delimiter: UInt8, quote: UInt8?, backslash: CSVBackslash, nulls: [String], quotedNulls: Bool
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.backslash = backslash
    self.quotedNulls = quotedNulls
    var words: [UInt8] = []
    var ends: [UInt32] = []
    for word in nulls {
      words += Array(word.utf8)
      ends.append(UInt32(words.count))
    }
    self.words = words
    wordEnds = ends
    nullLengths = nulls.reduce(0) { bits, word in
      word.utf8.count < 64 ? bits | 1 << UInt64(word.utf8.count) : bits
    }
  }

  /// Whether a text is one of the null words.
  func isNull(_ text: Span<UInt8>) -> Bool {
    guard text.count < 64, nullLengths >> UInt64(text.count) & 1 == 1 else { return false }
    var start = 0
    for end in wordEnds {
      defer { start = Int(end) }
      guard Int(end) - start == text.count else { continue }
      var isSame = true
      for index in text.indices where words[start + index] != text[index] { isSame = false }
      if isSame { return true }
    }
    return false
  }

  /// Lends the words to the kernel.
  func withKernel(_ body: (UnsafePointer<sluice_csv_cells>) -> Void) {
    unsafe words.withUnsafeBufferPointer { words in
      unsafe wordEnds.withUnsafeBufferPointer { ends in
        var kernel = unsafe sluice_csv_cells(
          quote: quote.map(UInt32.init) ?? 0x100, null_lengths: nullLengths,
          words: words.baseAddress, word_ends: ends.baseAddress, word_count: ends.count,
          noted: Int32(noted))
        unsafe body(&kernel)
      }
    }
  }

  /// Which cells the kernel leaves to be rewritten.
  private var noted: Int {
    switch backslash {
    case .everywhere: SLUICE_CSV_NOTE_ALL
    case .withinQuotes: SLUICE_CSV_NOTE_QUOTED
    case .none: quotedNulls ? SLUICE_CSV_NOTE_QUOTED : SLUICE_CSV_NOTE_ESCAPED
    }
  }
}
