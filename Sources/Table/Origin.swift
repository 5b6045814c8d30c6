import Bytes

/// Where a row came from: which file of the run, at which line and byte.
///
/// Sixteen bytes: 16 bits of file number and 48 bits of 1-based line, then the 0-based offset in the
/// decompressed bytes.
@frozen
public struct Origin: Sendable, Equatable {
  @usableFromInline var fileAndLine: UInt64
  public var offset: UInt64

  @inlinable
  public init(file: Int, line: Int, offset: Int) {
    fileAndLine = UInt64(truncatingIfNeeded: file) << 48 | UInt64(truncatingIfNeeded: line)
    self.offset = UInt64(truncatingIfNeeded: offset)
  }

  /// The words of an origin that was written to a spill file.
  @inlinable
  public init(words first: UInt64, _ second: UInt64) {
    fileAndLine = first
    offset = second
  }

  @inlinable public var words: (UInt64, UInt64) { (fileAndLine, offset) }
  /// Index into the run's list of files.
  @inlinable public var file: Int { Int(fileAndLine >> 48) }
  @inlinable public var line: Int { Int(fileAndLine & 0xffff_ffff_ffff) }
}

extension Origin {
  /// The origins of rows that were cut out of one block, in order; every line feed but the quoted ones ends a row.
  ///
  /// - Parameter quotedLineFeeds: ascending offsets in the block.
  /// - Parameter line: 1-based line that the block begins in.
  /// - Parameter offset: of the block in the decompressed file.
  public static func ofRows(
    _ rows: [Slice], quotedLineFeeds: [UInt32], file: Int, line: Int, offset: Int
  ) -> [Origin] {
    var origins: [Origin] = []
    origins.reserveCapacity(rows.count)
    var next = Origin(file: file, line: line, offset: offset)
    var passed = 0
    for row in rows {
      while passed < quotedLineFeeds.count, quotedLineFeeds[passed] < row.start {
        passed &+= 1
        next.fileAndLine &+= 1
      }
      next.offset = UInt64(truncatingIfNeeded: offset &+ Int(row.start))
      origins.append(next)
      next.fileAndLine &+= 1
    }
    return origins
  }
}
