import Testing

/// That every byte of a file is in one row, in one reject, or is a line end.
struct Coverage {
  private let pieces: [(offset: Int, line: Int, raw: [UInt8])]
  private let file: [UInt8]
  private let from: Int

  /// - Parameter from: where the rows begin, behind the header.
  init(_ whole: Whole, of file: [UInt8], from: Int = 0) {
    pieces =
      (whole.rows.map { ($0.offset, $0.line, $0.raw) }
      + whole.rejects.map { ($0.offset, $0.line, $0.raw) }).sorted { $0.offset < $1.offset }
    self.file = file
    self.from = from
  }

  func check(_ comment: String, _ location: SourceLocation = #_sourceLocation) throws {
    var next = from
    for piece in pieces {
      try #require(piece.offset >= next, "two rows overlap, \(comment)", sourceLocation: location)
      let gap = file[next..<piece.offset]
      #expect(
        isLineEnds(gap), "bytes are lost before \(piece.offset), \(comment)",
        sourceLocation: location)
      let end = piece.offset + piece.raw.count
      try #require(end <= file.count, "\(comment)", sourceLocation: location)
      #expect(piece.raw == Array(file[piece.offset..<end]), "\(comment)", sourceLocation: location)
      let line = file[..<piece.offset].count { $0 == 0x0a } + 1
      #expect(piece.line == line, "\(comment)", sourceLocation: location)
      next = end
    }
    #expect(
      isLineEnds(file[next...]), "bytes are lost at the end, \(comment)", sourceLocation: location)
  }

  private func isLineEnds(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0x0a || $0 == 0x0d }
  }
}
