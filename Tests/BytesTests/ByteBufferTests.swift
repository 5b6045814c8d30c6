import Bytes
import TestKit
import Testing

@Suite struct ByteBufferTests {
  @Test func `bytes put before others come first, whether or not there is room for them`() {
    var random = Seeded(for: "bytes before others")
    for _ in 0..<300 {
      let buffer = ByteBuffer(capacity: random.int(0...100), headRoom: random.int(0...100))
      var expected = ""
      for _ in 0..<random.int(1...6) {
        let text = random.text(of: ["a", "bc", "ü"], count: 0...60)
        if random.chance(50) {
          buffer.prepend(ByteBuffer(text))
          expected = text + expected
        } else {
          buffer.append(text)
          expected += text
        }
        #expect(buffer.text == expected && buffer.capacity >= buffer.count, "seed \(random.seed)")
      }
    }
  }
}
