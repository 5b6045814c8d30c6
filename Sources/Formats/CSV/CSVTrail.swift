/// The way through its lines of a record that failed, kept so that the next lines need not go it again.
///
/// After a bad record reading goes on with the next line, which often runs into the same fault: of a thousand
/// lines `x","y` each opens a quote that nothing closes. Two readings that cross a line feed in the same state are
/// the same from there on, so the second joins the first, and the whole takes one pass instead of one a line.
struct CSVTrail: Sendable {
  /// A line feed within a record.
  struct Crossing: Sendable {
    var at: UInt32
    /// Whether it stands in quotes; else a backslash escapes it.
    var isQuoted: Bool
    /// How many entries the record had before it.
    var entries: Int
  }

  var crossings: [Crossing]
  var entries: [UInt32]
  /// Where it ended.
  var reading: CSVGrammar.Reading
  /// Nil: it only became too long for the record it began as, and can be read on.
  var fault: CSVMachine.BadRecord?

  /// The position of the same line feed, crossed in the same state.
  func index(of crossing: Crossing) -> Int? {
    var low = 0
    var high = crossings.count
    while low < high {
      let middle = (low + high) / 2
      if crossings[middle].at < crossing.at { low = middle + 1 } else { high = middle }
    }
    guard low < crossings.count, crossings[low].at == crossing.at,
      crossings[low].isQuoted == crossing.isQuoted
    else { return nil }
    return low
  }
}
