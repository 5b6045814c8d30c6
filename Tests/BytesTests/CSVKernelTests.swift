import TestKit
import Testing

@testable import Bytes

@Suite("Kernels that look at many bytes at once")
struct CSVKernelTests {
  private func isSame(_ left: CSVIndex, _ right: CSVIndex) -> Bool {
    left.entries == right.entries && left.records == right.records
      && left.quotedLineFeeds == right.quotedLineFeeds
      && left.isIrregular == right.isIrregular && left.endsInQuotes == right.endsInQuotes
  }

  @Test(
    "the index is the same with and without the newer instructions, at every length and alignment")
  func index() {
    var random = Seeded(for: "the index of CSV")
    let kinds: [[UInt8]] = [
      [0x2c, 0x22, 0x0d, 0x0a, 0x61], [0x2c, 0x0a, 0x61, 0x61, 0x61, 0x61, 0x62],
      [0x22, 0x22, 0x2c, 0xff, 0x00, 0x0a], Array(0...255),
    ]
    for length in 0...300 {
      for alignment in [0, 1, 7, 31, 32, 33, 63] {
        let kind = random.pick(kinds)
        let bytes = (0..<alignment + length).map { _ in random.pick(kind) }
        for (delimiter, quote) in [(0x2c, 0x22), (0x78, 0x22), (0x2c, 0x78), (0x7c, nil)]
          as [(UInt8, UInt8?)]
        {
          let span = bytes.span.extracting(alignment...)
          let plain = csvIndex(span, delimiter: delimiter, quote: quote, upTo: .plain)
          let isAlike = KernelLevel.allCases.allSatisfy { level in
            isSame(plain, csvIndex(span, delimiter: delimiter, quote: quote, upTo: level))
          }
          if !isAlike {
            Issue.record("length \(length), alignment \(alignment), seed \(random.seed)")
            return
          }
        }
      }
    }
  }

  @Test("the index finds what a byte-at-a-time count of quotes finds")
  func meaning() {
    var random = Seeded(for: "what the index means")
    for _ in 0..<2000 {
      let bytes = (0..<random.int(0...200)).map { _ in
        random.pick([0x2c, 0x22, 0x0a, 0x61, 0x61] as [UInt8])
      }
      var isInQuotes = false
      var entries: [UInt32] = []
      var quotedLineFeeds: [UInt32] = []
      for (at, byte) in bytes.enumerated() {
        if byte == 0x22 { isInQuotes.toggle() }
        if isInQuotes, byte == 0x0a { quotedLineFeeds.append(UInt32(at)) }
        if isInQuotes { continue }
        if byte == 0x2c { entries.append(UInt32(at)) }
        if byte == 0x0a { entries.append(UInt32(at) | CSVIndex.newline) }
      }
      let index = csvIndex(bytes.span, delimiter: 0x2c, quote: 0x22)
      #expect(index.records == entries.count { $0 & CSVIndex.newline != 0 })
      #expect(index.quotedLineFeeds == quotedLineFeeds)
      #expect(index.endsInQuotes == isInQuotes)
      #expect(index.entries == entries, "seed \(random.seed)")
    }
  }

  @Test("UTF-8 is valid where Swift's own decoder says so, and the fault is its first byte")
  func utf8() {
    var random = Seeded(for: "UTF-8")
    let notable: [UInt8] = [
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
      0xec,
      0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ]
    var texts: [[UInt8]] = [[]]
    for _ in 0..<3 { texts += texts.flatMap { text in notable.map { text + [$0] } } }
    for _ in 0..<20_000 {
      var text = Array(random.text(of: ["a", "é", "€", "🌟", "abcdefgh"], count: 0...12).utf8)
      if !text.isEmpty, random.chance(70) {
        text[random.int(0...text.count - 1)] = random.pick(notable)
      }
      if random.chance(20) { text.removeLast(min(text.count, 2)) }
      texts.append(text)
    }
    for text in texts {
      let expected = String(validating: text, as: UTF8.self) != nil
      let fault = firstInvalidUTF8(text.span)
      guard (fault == nil) == expected else {
        Issue.record("\(text), seed \(random.seed)")
        return
      }
      if let fault {
        // What stands before the fault is valid, and nothing more of it can be made valid.
        #expect(String(validating: text[..<fault], as: UTF8.self) != nil)
        #expect(
          (1...4).allSatisfy { size in
            fault + size > text.count
              || String(validating: text[..<(fault + size)], as: UTF8.self) == nil
          })
      }
    }
  }

  @Test("UTF-8 is found valid or not by both ways, whatever stands where blocks meet")
  func utf8Twins() {
    var random = Seeded(for: "UTF-8 in blocks")
    let pieces = [
      "a", "é", "€", "🌟", "\u{7ff}", "\u{800}", "\u{ffff}", "\u{10ffff}", "abcdefghijkl",
    ]
    let notable: [UInt8] = [0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]
    for round in 0..<20_000 {
      var text: [UInt8] = []
      let length = random.int(60...270)
      let ascii = random.chance(50)
      while text.count < length {
        text += ascii && random.chance(95) ? Array("x".utf8) : Array(random.pick(pieces).utf8)
      }
      if round % 3 > 0 { text[random.int(0...text.count - 1)] = random.pick(notable) }
      if round % 5 == 0 { text.removeLast(random.int(1...3)) }
      let fault = firstInvalidUTF8(text.span)
      guard fault == firstInvalidUTF8(text.span, isPlain: true),
        (fault == nil) == (String(validating: text, as: UTF8.self) != nil)
      else {
        Issue.record("\(text), seed \(random.seed)")
        return
      }
    }
  }

  @Test("bytes are counted wherever they stand")
  func counts() {
    var random = Seeded(for: "counting bytes")
    for length in 0...100 {
      let bytes = (0..<length).map { _ in random.pick([0x0a, 0x22] as [UInt8]) }
      #expect(countOf(0x0a, in: bytes.span) == bytes.count { $0 == 0x0a })
    }
  }
}
