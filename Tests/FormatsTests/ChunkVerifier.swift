import Testing

@testable import Formats

/// Reads the same bytes in chunks and pieces of many sizes and demands the same result each time.
struct ChunkVerifier {
  static let chunkSizes = [1, 2, 3, 5, 16, 64, 1000, 1 << 24]
  static let pieceSizes = [1, 7, Int.max]

  var reading: Reading

  init(_ reading: Reading) { self.reading = reading }

  /// - Returns: the result for the whole file at once.
  func csv(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> Whole {
    try verify(location, text) { try $0.csv(text) }
  }

  func csv(_ files: [[UInt8]], _ location: SourceLocation = #_sourceLocation) throws -> Whole {
    try verify(location, files.map { String(decoding: $0, as: UTF8.self) }) { try $0.csv(files) }
  }

  func ndjson(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> Whole {
    try verify(location, text) { try $0.ndjson(text) }
  }

  func ndjson(_ files: [[UInt8]], _ location: SourceLocation = #_sourceLocation) throws -> Whole {
    try verify(location, files.count) { try $0.ndjson(files) }
  }

  private func verify(
    _ location: SourceLocation, _ input: some Any, _ read: (Reading) throws -> Whole
  ) throws -> Whole {
    let whole = try read(reading)
    for usesIndex in [true, false] {
      for chunkBytes in Self.chunkSizes {
        for pieceBytes in Self.pieceSizes {
          var other = reading
          other.chunkBytes = chunkBytes
          other.pieceBytes = pieceBytes
          other.usesIndex = usesIndex
          other.parsesLater = !chunkBytes.isMultiple(of: 2)
          let found = try read(other)
          if found == whole { continue }
          Issue.record(
            """
            chunks of \(chunkBytes), pieces of \(pieceBytes), \(usesIndex ? "index" : "machine"): \
            \(String(reflecting: input).prefix(2000))
            \(Self.difference(whole, found))
            """,
            sourceLocation: location)
          return whole
        }
      }
    }
    return whole
  }

  private static func difference(_ whole: Whole, _ found: Whole) -> String {
    for (left, right) in zip(whole.rows, found.rows) where left != right {
      return "row whole \(left)\nrow found \(right)"
    }
    for (left, right) in zip(whole.rejects, found.rejects) where left != right {
      return "reject whole \(left)\nreject found \(right)"
    }
    return """
      \(whole.rows.count) and \(found.rows.count) rows, \
      \(whole.rejects.count) and \(found.rejects.count) rejects
      """
  }
}
