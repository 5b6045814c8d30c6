import Adapters
import Bytes
import Testing

@Suite struct DigestTests {
  @Test("fingerprints agree with Python's hashlib at every length around a block")
  func differential() throws {
    let content = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 131) }
    let script = """
      import hashlib, sys
      body = sys.stdin.buffer.read()
      for name in ('md5', 'sha1', 'sha256'):
        for n in range(len(body)): print(hashlib.new(name, body[:n]).hexdigest())
      """
    let lines = String(decoding: try Python.run(script, input: content), as: UTF8.self)
    let expected = lines.split(separator: "\n").map(String.init)
    var found: [String] = []
    for algorithm in Digest.Algorithm.allCases {
      for count in content.indices {
        found.append(Digest.hex(of: Array(content[..<count]).span, algorithm))
      }
    }
    #expect(found == expected)
  }

  @Test("a whole column is fingerprinted at once, and no value stays no value")
  func bulk() {
    let source = ByteBuffer("Ada@example.com,x")
    let slices = [
      Slice(start: 0, length: 15), .null, .missing, .empty, Slice(start: 16, length: 1),
    ]
    for algorithm in Digest.Algorithm.allCases {
      let target = ByteBuffer("before")
      let found = Digest.hexDigests(of: slices, in: source, algorithm: algorithm, into: target)
      #expect(
        found.map(\.length) == [2, -1, -2, 2, 2].map { $0 > 0 ? $0 * Int32(algorithm.bytes) : $0 })
      for (slice, answer) in zip(slices, found) where slice.isPresent {
        #expect(target.text(answer) == Digest.hex(of: source.bytes(slice), algorithm))
      }
      #expect(target.text.hasPrefix("before"))
    }
    #expect(Digest.hex(of: ByteBuffer("").bytes, .md5) == "d41d8cd98f00b204e9800998ecf8427e")
  }

  @Test("bytes that pass in pieces have the fingerprint of the whole")
  func streaming() {
    let content = GzipOutputTests.rows(500)
    var sum = SHA256()
    #expect(sum.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var taken = 0
    for count in [0, 1, 63, 64, 65, 1000, content.count - 1193] {
      sum.update(Array(content[taken..<(taken + count)]).span)
      taken += count
      #expect(sum.hex == Digest.hex(of: Array(content[..<taken]).span, .sha256))
    }
  }
}
