import Table

/// What became of the rows of one batch in one stage, other than going on.
public struct StageReport: Sendable {
  public var counts = RowCounts()
  /// Rows that cannot go on.
  public var rejects: [Reject] = []

  public init() {}
}

/// How many rows left the stream in a stage, by what became of them, and how many came to be in it.
public struct RowCounts: Sendable, Equatable {
  public var filtered = 0
  public var deduplicated = 0
  /// Rows of an inner or semi join without a match, or of an anti join with one.
  public var unmatched = 0
  public var limited = 0
  public var rejected = 0
  /// Rows that a join added by several matches.
  public var added = 0
  /// Rows that went on although their key is null; they are no part of the balance.
  public var nullKeys = 0

  public init() {}

  /// Rows out minus rows in, if the account is right.
  public var balance: Int { added - filtered - deduplicated - unmatched - limited - rejected }

  public static func += (left: inout RowCounts, right: RowCounts) {
    left.filtered += right.filtered
    left.deduplicated += right.deduplicated
    left.unmatched += right.unmatched
    left.limited += right.limited
    left.rejected += right.rejected
    left.added += right.added
    left.nullKeys += right.nullKeys
  }

  /// The counts by name, those that are not zero.
  public var named: [(name: String, count: Int)] {
    [
      ("filtered", filtered), ("deduplicated", deduplicated), ("unmatched", unmatched),
      ("limited", limited), ("rejected", rejected), ("added", added), ("null keys", nullKeys),
    ].filter { $0.1 != 0 }
  }
}
