import Adapters
import Bytes
import Testing

@Suite struct GzipOutputTests {
  static func compress(_ content: [UInt8], level: Int, write: Int) -> [UInt8] {
    let output = GzipOutput(level: level)
    let target = ByteBuffer()
    var taken = 0
    while taken < content.count {
      let count = min(write, content.count - taken)
      output.write(Array(content[taken..<(taken + count)]).span, into: target)
      taken += count
    }
    output.finish(into: target)
    return target.array
  }

  static func rows(_ count: Int) -> [UInt8] {
    var text: [UInt8] = []
    for row in 0..<count {
      text += "\(row),customer-\(row &* 7919 % 100_003)@example.com,2024-0\(row % 9 + 1)-11\n".utf8
    }
    return text
  }

  @Test("Python's gzip reads what each level writes", arguments: GzipOutput.levels)
  func roundTrip(level: Int) throws {
    var noise = (0..<300_000).map { _ in UInt8.random(in: 0...255) }
    noise += [UInt8](repeating: 0, count: 300_000)
    for content in [[], [7], Self.rows(3), Self.rows(15_000), noise] {
      let compressed = Self.compress(content, level: level, write: 100_000)
      let found = try Python.run(
        "import gzip, sys; sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))",
        input: compressed)
      #expect(found == content, "\(content.count) bytes")
    }
  }

  @Test("the same content is the same file, however it was cut up", arguments: GzipOutput.levels)
  func determinism(level: Int) {
    let content = Self.rows(12_000)
    let whole = Self.compress(content, level: level, write: content.count)
    #expect(whole.count < content.count / 3)
    #expect(Array(whole[..<10]) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
    for write in [11, 4096, 262_144, 300_001] {
      #expect(Self.compress(content, level: level, write: write) == whole, "writes of \(write)")
    }
  }

  @Test("one output makes member after member", arguments: [1, 6])
  func members(level: Int) throws {
    let output = GzipOutput(level: level)
    let target = ByteBuffer()
    for part in ["a,b\n", "", "1,2\n"] {
      output.write(ByteBuffer(part), into: target)
      #expect(output.bytesWritten == part.utf8.count)
      output.finish(into: target)
    }
    let outcome = try GzipInputTests.read(target.array, .fastest)
    #expect(outcome == GzipInputTests.Outcome(content: Array("a,b\n1,2\n".utf8)))
  }

  @Test("a level past the range is brought to its nearest end")
  func levels() {
    let content = Self.rows(2000)
    #expect(
      Self.compress(content, level: 0, write: 999) == Self.compress(content, level: 1, write: 999))
    #expect(
      Self.compress(content, level: 99, write: 999) == Self.compress(content, level: 9, write: 999))
  }
}
