import Bytes

/// Whether bytes are UTF-8, beside the standard library's `UTF8Span(validating:)`.
struct UTF8Bench {
  func comparisons() throws(BenchError) -> [Comparison] {
    [
      try UTF8Bench.comparison(
        "UTF-8 checked, ASCII alone", ["a plain text of words ", "1234567,", "name@example.com\n"]),
      try UTF8Bench.comparison(
        "UTF-8 checked, mixed scripts", ["São Paulo ", "東京駅前,", "plain text ", "Мария\n", "🌟"]),
    ]
  }

  private static func comparison(
    _ name: String, _ pieces: [String]
  ) throws(BenchError) -> Comparison {
    var random = BenchRandom()
    let buffers = (0..<32).map { _ in
      let buffer = ByteBuffer(capacity: 600_000)
      while buffer.count < 512 * 1024 { buffer.append(random.pick(pieces)) }
      return buffer
    }
    // A fault behind the last byte, to see that both look that far.
    let faulty = ByteBuffer(capacity: 600_000)
    faulty.append(Slice(start: 0, length: buffers[0].count), of: buffers[0])
    faulty.append(0xc0)
    guard firstInvalidUTF8(faulty.bytes) == faulty.count - 1, !isValid(faulty.bytes) else {
      throw BenchError(message: "\(name): a fault was not seen")
    }
    return try Comparison.measured(
      name, beside: "Swift's UTF8Span", buffers.reduce(0) { $0 + $1.count }, .gigabytes,
      over: buffers, kernel: { firstInvalidUTF8($0.bytes) == nil }, twin: { isValid($0.bytes) },
      isSame: { $1 && $2 })
  }

  private static func isValid(_ bytes: Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes)) != nil
  }
}
