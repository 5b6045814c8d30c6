import CSluice

/// The cells of one column, in the form that a line is written from; a cell a row.
public enum RowCells: Sendable {
  case slices(ByteBuffer, [Slice])
  /// States as in a presence: 0 value, 1 null, 2 missing; empty when every row has a value.
  case integers([Int64], states: [UInt8])
  /// 0 false, 1 true, 2 null, 3 missing.
  case truths([UInt8])
  case instants([Instant])

  var count: Int {
    switch self {
    case .slices(_, let slices): slices.count
    case .integers(let values, _): values.count
    case .truths(let values): values.count
    case .instants(let values): values.count
    }
  }
}

/// How a cell is written; the first four take ``RowCells/slices(_:_:)``, times take instants.
public enum CellForm: UInt8, Sendable {
  case jsonString = 0
  /// Text as it is: canonical numbers.
  case verbatim = 1
  /// JSON text, on one line.
  case json = 2
  /// A field of RFC 4180; an empty text is `""`.
  case csv = 3
  case integer = 4
  case boolean = 5
  case iso8601 = 6
  case isoDate = 7
  case snowflake = 8
  case unixSeconds = 9
}

/// What stands for a cell without a value.
public enum AbsentForm: UInt8, Sendable {
  /// Nothing: its key is left out.
  case omitted = 0
  /// `null` for a null; a missing cell is left out.
  case null = 1
  /// `null` for both.
  case nullAlways = 2
  /// The lead alone: an empty CSV field.
  case lead = 3
}

/// Further wishes for one cell.
public struct CellOptions: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Quotes around a number, truth or time.
  public static var quoted: CellOptions { CellOptions(rawValue: 1) }
  /// An empty text is written as if there were none.
  public static var emptyIsAbsent: CellOptions { CellOptions(rawValue: 2) }
  /// Its text's length counts for ``RowWriter/Line/longest``.
  public static var measured: CellOptions { CellOptions(rawValue: 4) }
  /// Counts for ``RowWriter/Line/dates`` or ``RowWriter/Line/arrayDates``.
  public static var dates: CellOptions { CellOptions(rawValue: 8) }
}

/// How a line is put together: literals, cells with what leads them in, objects, an identifier.
///
/// ```
/// {"type":"track"  ,"userId":‹cell›  ,"messageId":‹ulid›  ,"properties": {  ,"plan":‹cell›  }  }⏎
/// literal          lead     cell     lead         ulid    open              lead   cell     close literal
/// ```
/// Every member of an object leads with a comma; that of the first is turned into the brace.
public struct RowTemplate: ~Copyable, Sendable {
  struct Part: Sendable {
    var operation: UInt8
    var lead: Slice
    var cells: RowCells?
    var form = CellForm.verbatim
    var absent = AbsentForm.omitted
    var options: CellOptions = []
    var skip = 0
  }

  var parts: [Part] = []
  let leads = ByteBuffer(capacity: 1024)

  public init() {}

  /// Bytes that every row has at this point.
  public mutating func literal(_ text: [UInt8]) {
    parts.append(Part(operation: 0, lead: keep(text)))
  }

  /// A cell behind its lead (a key, a comma).
  public mutating func cell(
    _ lead: [UInt8], _ cells: RowCells, as form: CellForm, absent: AbsentForm = .omitted,
    _ options: CellOptions = []
  ) {
    parts.append(
      Part(
        operation: 1, lead: keep(lead), cells: cells, form: form, absent: absent,
        options: options))
  }

  /// Begins an object; at most eight are open at once.
  public mutating func open(_ lead: [UInt8]) { parts.append(Part(operation: 2, lead: keep(lead))) }

  public mutating func close() { parts.append(Part(operation: 3, lead: keep([]))) }

  /// A ULID derived from the line's time and bytes; at most one a line.
  public mutating func identifier(_ lead: [UInt8]) {
    parts.append(Part(operation: 4, lead: keep(lead)))
  }

  /// Leaves out what `body` adds in the rows where `cells` have no text, or an empty one.
  public mutating func whenPresent(
    _ buffer: ByteBuffer, _ slices: [Slice], _ body: (inout RowTemplate) -> Void
  ) {
    let index = parts.count
    parts.append(Part(operation: 5, lead: keep([]), cells: .slices(buffer, slices)))
    body(&self)
    parts[index].skip = parts.count - index - 1
  }

  private func keep(_ bytes: [UInt8]) -> Slice {
    let start = leads.count
    // The kernel reads 16 bytes at a time: as many stay allocated behind the last lead.
    leads.reserve(bytes.count + 16)
    leads.append(bytes)
    return Slice(start: start, length: bytes.count)
  }
}
