/// How often each rule was broken by rows that were written all the same, with one example of each.
public struct FindingCounts: Sendable, Equatable {
  /// One row that broke a rule.
  public struct Example: Sendable, Equatable {
    /// Index into the batch it was found in.
    public var row: Int
    public var message: String
    public var field: String?
  }

  private var counts = [Int](repeating: 0, count: RuleCode.allCases.count)
  private var examples = [Example?](repeating: nil, count: RuleCode.allCases.count)

  public init() {}

  public subscript(code: RuleCode) -> Int { counts[code.index] }
  /// The example that was noted first.
  public func example(_ code: RuleCode) -> Example? { examples[code.index] }
  public var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }
  /// The rules that were broken, in the order of their codes.
  public var broken: [RuleCode] { RuleCode.allCases.filter { counts[$0.index] > 0 } }

  mutating func note(
    _ code: RuleCode, row: Int, field: String? = nil, _ message: @autoclosure () -> String
  ) {
    counts[code.index] += 1
    if examples[code.index] == nil {
      examples[code.index] = Example(row: row, message: message(), field: field)
    }
  }

  /// Adds what later rows had; earlier examples stay.
  public mutating func add(_ later: FindingCounts) {
    for index in counts.indices {
      counts[index] += later.counts[index]
      if examples[index] == nil { examples[index] = later.examples[index] }
    }
  }
}
