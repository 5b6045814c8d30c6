import Bytes

/// A column of text as kernels take and give it.
struct TextCells {
  let buffer: ByteBuffer
  let slices: [Slice]

  init(_ buffer: ByteBuffer, _ slices: [Slice]) {
    self.buffer = buffer
    self.slices = slices
  }

  init(_ texts: [String?]) {
    let buffer = ByteBuffer(capacity: texts.reduce(64) { $0 + ($1?.utf8.count ?? 0) })
    slices = texts.map { text in
      guard let text else { return .null }
      let start = buffer.count
      buffer.append(text)
      return Slice(start: start, length: buffer.count - start)
    }
    self.buffer = buffer
  }

  static let batchRows = 4096
  static let batchCount = 128
  static let rowCount = batchRows * batchCount

  /// As many batches as every benchmark of cells goes through.
  static func batches(_ text: () -> String?) -> [TextCells] {
    (0..<batchCount).map { _ in TextCells((0..<batchRows).map { _ in text() }) }
  }

  /// Whether each cell has the same bytes, or none.
  func isSame(as other: TextCells) -> Bool {
    guard slices.count == other.slices.count else { return false }
    for (left, right) in zip(slices, other.slices) {
      guard left.isPresent == right.isPresent, left.count == right.count else { return false }
      let one = buffer.bytes(left)
      let two = other.buffer.bytes(right)
      for at in one.indices where one[at] != two[at] { return false }
    }
    return true
  }
}

extension ByteBuffer {
  /// Whether both hold the same bytes.
  func isSame(as other: ByteBuffer) -> Bool {
    guard count == other.count else { return false }
    let left = bytes
    let right = other.bytes
    for at in left.indices where left[at] != right[at] { return false }
    return true
  }
}
