import Bytes
import TestKit
import Testing

/// Text kernels beside the plain Swift that says what they mean.
@Suite struct TextKernelTests {
  /// Cells of one buffer; nil is null.
  static func cells(_ texts: [String?]) -> (buffer: ByteBuffer, slices: [Slice]) {
    let buffer = ByteBuffer(capacity: 0)
    // Something in front, so that no slice begins where the buffer does.
    buffer.append("##")
    let slices = texts.map { text -> Slice in
      guard let text else { return .null }
      let start = buffer.count
      buffer.append(text)
      return Slice(start: start, length: buffer.count - start)
    }
    return (buffer, slices)
  }

  static func texts(_ cells: (buffer: ByteBuffer, slices: [Slice])) -> [String?] {
    cells.slices.map { $0.isPresent ? cells.buffer.text($0) : nil }
  }

  static func random(_ seeded: inout Seeded, _ count: Int) -> [String?] {
    let pieces = [
      "a", "B", "z", "Z", "@", "[", "`", "{", " ", "\t", "é", "É", "ß", "日", "🎉", ",", "-",
    ]
    return (0..<count).map { _ in
      seeded.chance(10) ? nil : seeded.text(of: pieces, count: 0...40)
    }
  }

  @Test func `Every ASCII byte changes case as it does in Swift, at every place of a word`() {
    for byte in UInt8(0)..<128 {
      for place in 0..<17 {
        let text =
          String(repeating: "m", count: place) + String(UnicodeScalar(byte))
          + String(repeating: "M", count: 17 - place)
        let (buffer, slices) = Self.cells([text])
        #expect(Self.texts(buffer.applying([.lower], to: slices)) == [text.lowercased()])
        #expect(Self.texts(buffer.applying([.upper], to: slices)) == [text.uppercased()])
      }
    }
  }

  @Test func `Changes of case and cuts at the ends, at random`() {
    var seeded = Seeded(for: "text steps")
    let texts = Self.random(&seeded, 3000)
    let (buffer, slices) = Self.cells(texts)
    #expect(
      Self.texts(buffer.applying([.lower], to: slices)) == texts.map { $0?.lowercased() })
    #expect(
      Self.texts(buffer.applying([.upper], to: slices)) == texts.map { $0?.uppercased() })
    #expect(
      Self.texts(buffer.applying([.trim, .lower], to: slices))
        == texts.map { $0.map { Self.trimmed($0).lowercased() } })
    #expect(
      Self.texts(buffer.applying([.trimLeft], to: slices))
        == texts.map { $0.map { String($0.drop { $0 == " " }) } })
    #expect(
      Self.texts(buffer.applying([.strip], to: slices))
        == texts.map { $0.map { Self.trimmed($0, [" ", "\t"]) } })
  }

  private static func trimmed(_ text: String, _ cut: Set<Unicode.Scalar> = [" "]) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, cut.contains(first) { scalars = scalars.dropFirst() }
    while let last = scalars.last, cut.contains(last) { scalars = scalars.dropLast() }
    return String(scalars)
  }

  @Test func `Cells are found in short and in long lists`() {
    var seeded = Seeded(for: "lists of texts")
    let pool = ["", "a", "ab", "abc", "b", "ba", "é", "日本"]
    for count in [0, 1, 2, 12, 13, 40] {
      let list = (0..<count).map { _ in seeded.text(of: pool, count: 0...3) }
      let texts: [String?] = (0..<300).map { _ in
        seeded.chance(10) ? nil : seeded.text(of: pool, count: 0...3)
      }
      let (buffer, slices) = Self.cells(texts)
      let marks = buffer.matches(slices, anyOf: list.map { Array($0.utf8) })
      #expect(marks == texts.map { $0.map(list.contains) == true ? 1 : 0 })
    }
  }

  @Test func `Cells are ordered by bytes, shorter first`() {
    let (buffer, slices) = Self.cells(["a", "ab", "b", "", "é", "A", nil])
    #expect(buffer.orders(slices, to: Array("ab".utf8)) == [-1, 0, 1, -1, 1, -1, 2])
  }

  @Test func `Cells of several buffers are picked and joined row by row`() {
    var seeded = Seeded(for: "picked cells")
    let sources = (0..<3).map { _ in Self.random(&seeded, 500) }
    let choice = (0..<500).map { _ in Int32(seeded.int(-1...2)) }
    let result = ByteBuffer("before")
    let picked = result.append(picking: choice, from: sources.map(Self.cells))
    #expect(
      Self.texts((result, picked))
        == choice.indices.map { choice[$0] < 0 ? nil : sources[Int(choice[$0])][$0] })
    let joined = result.append(joining: sources.map(Self.cells), rows: 500)
    #expect(
      Self.texts((result, joined))
        == choice.indices.map { row in
          let parts = sources.compactMap { $0[row] }
          return parts.count == 3 ? parts.joined() : nil
        })
    #expect(result.text.hasPrefix("before"))
  }

  @Test func `Parts between separators, from either end`() {
    var seeded = Seeded(for: "parts of texts")
    let texts: [String?] = (0..<2000).map { _ in
      seeded.chance(5) ? nil : seeded.text(of: ["a", ",", ", ", "é", ""], count: 0...8)
    }
    let separators: [String?] = texts.map { _ in seeded.pick([",", ", ", "aa", "", "é"]) }
    let numbers = texts.map { _ in Int64(seeded.int(-4...4)) }
    let (buffer, slices) = Self.cells(texts)
    let found = buffer.parts(of: slices, between: Self.cells(separators), numbers: numbers)
    let expected = texts.indices.map { row -> String? in
      guard let text = texts[row], let separator = separators[row] else { return nil }
      let parts =
        separator.isEmpty
        ? [text]
        : text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
      let number = Int(numbers[row])
      let index = number < 0 ? parts.count + number : number - 1
      return parts.indices.contains(index) ? parts[index] : ""
    }
    #expect(Self.texts((buffer, found)) == expected)
  }

  @Test func `Every occurrence is replaced, from the left`() {
    var seeded = Seeded(for: "replaced texts")
    let texts: [String?] = (0..<2000).map { _ in
      seeded.chance(5) ? nil : seeded.text(of: ["a", "aa", "b", "é", ""], count: 0...8)
    }
    let old: [String?] = texts.map { _ in seeded.pick(["a", "aa", "ab", "", "é"]) }
    let new: [String?] = texts.map { _ in seeded.chance(5) ? nil : seeded.pick(["", "a", "xyz"]) }
    let (buffer, slices) = Self.cells(texts)
    let replaced = buffer.replacing(in: slices, Self.cells(old), by: Self.cells(new))
    let expected = texts.indices.map { row -> String? in
      guard let text = texts[row], let old = old[row], let new = new[row] else { return nil }
      if old.isEmpty { return text }
      return text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    #expect(Self.texts(replaced) == expected)
  }

  @Test func `Code points are counted and cut as SQL's substr does`() {
    let (buffer, slices) = Self.cells(["naïve", "日本🎉", "", nil])
    #expect(buffer.codePointCounts(slices) == [5, 3, 0, 0])
    let all = [Slice](repeating: slices[0], count: 8)
    let found = buffer.codePoints(
      of: all, from: [1, 3, -2, 0, -9, 9, 2, 1],
      lengths: [2, 1, 9, 2, 5, 1, .max, -1])
    // A start before the first character uses up length: from 0, two characters are the one at 1.
    #expect(Self.texts((buffer, found)) == ["na", "ï", "ve", "n", "n", "", "aïve", ""])
    let rest = buffer.codePoints(of: slices, from: [3, -1, 1, 1], lengths: nil)
    #expect(Self.texts((buffer, rest)) == ["ïve", "🎉", "", nil])
  }
}
