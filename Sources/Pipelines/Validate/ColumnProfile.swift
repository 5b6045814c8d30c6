import Bytes

/// What the values of one column or attribute are, counted.
public struct ColumnProfile: Sendable, Equatable {
  public var name: String
  /// Rows with a value, the empty text included.
  public var filled = 0
  public var texts = 0
  public var numbers = 0
  public var truths = 0
  public var times = 0
  /// Objects and arrays.
  public var nested = 0
  /// Rows with `null`, or with nothing between two delimiters.
  public var nulls = 0

  init(name: String) { self.name = name }

  /// The kinds of value that were met, the most frequent first.
  public var types: [String] {
    [("text", texts), ("number", numbers), ("boolean", truths), ("time", times), ("JSON", nested)]
      .filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }.map(\.0)
  }

  mutating func add(_ other: ColumnProfile) {
    filled += other.filled
    texts += other.texts
    numbers += other.numbers
    truths += other.truths
    times += other.times
    nested += other.nested
    nulls += other.nulls
  }

  /// Counts a text by what it looks like.
  mutating func note(text: Span<UInt8>) {
    filled += 1
    guard text.count > 0 else {
      texts += 1
      return
    }
    let first = text[0]
    guard first < 0x3a else {
      if isTruth(text) { truths += 1 } else { texts += 1 }
      return
    }
    if ColumnProfile.mayBeTime(text), parseInstant(text) != nil {
      times += 1
    } else {
      note(noTime: text)
    }
  }

  /// Counts texts that may be times, all at once.
  mutating func note(times texts: [Slice], in buffer: ByteBuffer) {
    let others = parseInstants(texts, in: buffer).failures
    filled += texts.count - others.count
    times += texts.count - others.count
    let bytes = buffer.bytes
    for row in others {
      filled += 1
      note(noTime: bytes.extracting(texts[row].range))
    }
  }

  /// Whether a text has a hyphen where a date's year ends.
  static func mayBeTime(_ text: Span<UInt8>) -> Bool {
    text.count >= 10 && text[4] == 0x2d && text[0] < 0x3a
  }

  private mutating func note(noTime text: Span<UInt8>) {
    switch numberShape(text) {
    case .integer, .fraction, .loose: numbers += 1
    case .none: texts += 1
    }
  }

  /// Counts a JSON value by its first byte; texts are the other function's.
  mutating func note(json first: UInt8) {
    switch first {
    case 0x6e: nulls += 1
    case 0x74, 0x66:
      filled += 1
      truths += 1
    case 0x7b, 0x5b:
      filled += 1
      nested += 1
    default:
      filled += 1
      numbers += 1
    }
  }

  private func isTruth(_ text: Span<UInt8>) -> Bool {
    let first = text[0] | 0x20
    return (text.count == 4 && first == 0x74 && text[3] | 0x20 == 0x65)
      || (text.count == 5 && first == 0x66 && text[4] | 0x20 == 0x65)
  }
}

/// How many records fall into each month.
public struct TimeHistogram: Sendable, Equatable {
  /// By month: twelve times the year, and the month from 0.
  public private(set) var months: [Int: Int] = [:]
  private var lastDay = Int64.min
  private var lastMonth = 0

  mutating func note(_ time: Instant) {
    let day = time.seconds >= 0 ? time.seconds / 86_400 : (time.seconds - 86_399) / 86_400
    if day != lastDay {
      let date = civilDate(daysSinceEpoch: day)
      lastMonth = date.year * 12 + date.month - 1
      lastDay = day
    }
    months[lastMonth, default: 0] += 1
  }

  mutating func add(_ other: TimeHistogram) {
    months.merge(other.months) { $0 + $1 }
  }

  /// Months or, where they would be more than 48, years, in order, with the empty ones between.
  public var bars: [(label: String, count: Int)] {
    guard let first = months.keys.min(), let last = months.keys.max() else { return [] }
    if last - first < 48 {
      return (first...last).map { month in
        let number = month % 12 + 1
        return ("\(month / 12)-\(number < 10 ? "0" : "")\(number)", months[month] ?? 0)
      }
    }
    var years: [Int: Int] = [:]
    for (month, count) in months { years[month / 12, default: 0] += count }
    guard let start = years.keys.min(), let end = years.keys.max() else { return [] }
    if end - start < 120 { return (start...end).map { (String($0), years[$0] ?? 0) } }
    return years.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) }
  }

  public static func == (left: TimeHistogram, right: TimeHistogram) -> Bool {
    left.months == right.months
  }
}
