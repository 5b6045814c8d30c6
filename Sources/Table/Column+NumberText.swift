import Bytes

extension Column {
  /// Whether both columns hold their values in one way; a pruned column holds none.
  func hasForm(of other: Column) -> Bool {
    switch (values, other.values) {
    case (.text, .text), (.integers, .integers), (.doubles, .doubles), (.pruned, .pruned): true
    default: false
    }
  }

  /// Numbers of any form as canonical text; other columns as they are.
  var numbersAsText: Column {
    switch values {
    case .integers(let values, let presence):
      written(values.count, presence) { $0.append(integer: values[$1]) }
    case .doubles(let values, let presence):
      written(values.count, presence) { $0.append(number: values[$1]) }
    case .pruned, .text, .json, .booleans, .instants, .constant: self
    }
  }

  /// - Parameter append: appends nothing for a value that has no text, which becomes null.
  private func written(
    _ count: Int, _ presence: Presence, _ append: (ByteBuffer, Int) -> Void
  ) -> Column {
    let buffer = ByteBuffer(capacity: count * 8)
    let slices = (0..<count).map { row -> Slice in
      guard presence.isPresent(row) else { return presence.isMissing(row) ? .missing : .null }
      let start = buffer.count
      append(buffer, row)
      return buffer.count == start ? .null : Slice(start: start, length: buffer.count - start)
    }
    return Column(type, .text(buffer, slices))
  }
}
