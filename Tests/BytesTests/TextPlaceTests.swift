import Bytes
import TestKit
import Testing

@Suite struct TextPlaceTests {
  @Test func `A text is found at the start, the end or anywhere, exactly when it stands there`() {
    let texts = AllTexts(of: ["a", "b", "é"], upTo: 3).map { String(decoding: $0, as: UTF8.self) }
    for wanted in texts {
      let cells = TextKernelTests.cells(texts)
      let parts = TextKernelTests.cells([String](repeating: wanted, count: texts.count))
      let bytes = Array(wanted.utf8)
      let expected: [(TextPlace, (String) -> Bool)] = [
        (.start, { Array($0.utf8).starts(with: bytes) }),
        (.end, { Array($0.utf8).reversed().starts(with: bytes.reversed()) }),
        (
          .anywhere,
          { text in
            let all = Array(text.utf8)
            return (0...all.count).contains { all[$0...].starts(with: bytes) }
          }
        ),
      ]
      for (place, isThere) in expected {
        let marks = cells.buffer.marks(cells.slices, having: parts, at: place)
        #expect(marks == texts.map { isThere($0) ? 1 : 0 }, "\(wanted) \(place)")
      }
    }
  }

  @Test func `No text has what is absent, and nothing is in what is absent`() {
    let cells = TextKernelTests.cells([nil, "a", nil])
    let parts = TextKernelTests.cells(["", nil, nil])
    for place in [TextPlace.start, .end, .anywhere] {
      #expect(cells.buffer.marks(cells.slices, having: parts, at: place) == [0, 0, 0])
    }
  }
}
