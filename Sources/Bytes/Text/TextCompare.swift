extension ByteBuffer {
  /// 1 for each cell that is one of some texts, else 0.
  public func matches(_ slices: [Slice], anyOf texts: [[UInt8]]) -> [UInt8] {
    let buffers = texts.map { text in
      let buffer = ByteBuffer(capacity: text.count)
      buffer.append(text)
      return buffer
    }
    return slices.map { slice in
      for (index, text) in texts.enumerated() where text.count == slice.count {
        if slice.isPresent, equals(slice.range, buffers[index], 0..<text.count) { return 1 }
      }
      return 0
    }
  }

  /// The byte order of each cell against one text: -1, 0, 1; 2 for absent cells.
  public func orders(_ slices: [Slice], to text: [UInt8]) -> [Int8] {
    let other = ByteBuffer(capacity: text.count)
    other.append(text)
    return slices.map { slice in
      guard slice.isPresent else { return 2 }
      let order = compare(slice.range, other, 0..<text.count)
      return order < 0 ? -1 : order > 0 ? 1 : 0
    }
  }
}
