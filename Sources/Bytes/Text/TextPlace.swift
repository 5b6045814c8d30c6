/// Where one text has to stand in another.
public enum TextPlace: Sendable {
  case start, end, anywhere
}

extension ByteBuffer {
  /// 1 for each cell that has a text in it at that place, else 0; every cell has the empty text everywhere.
  ///
  /// - Parameter wanted: a text a row; rows where a side is absent get 0.
  public func marks(
    _ slices: [Slice], having wanted: (buffer: ByteBuffer, slices: [Slice]), at place: TextPlace
  ) -> [UInt8] {
    slices.indices.map { row in
      guard slices[row].isPresent, wanted.slices[row].isPresent else { return 0 }
      let (cell, part) = (slices[row].range, wanted.slices[row].range)
      guard part.count <= cell.count else { return 0 }
      if part.isEmpty { return 1 }
      let isFound =
        switch place {
        case .start:
          equals(cell.lowerBound..<cell.lowerBound + part.count, wanted.buffer, part)
        case .end: equals(cell.upperBound - part.count..<cell.upperBound, wanted.buffer, part)
        case .anywhere: offset(of: part, of: wanted.buffer, in: cell) != nil
        }
      return isFound ? 1 : 0
    }
  }
}
