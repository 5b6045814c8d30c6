import Bytes
import TestKit
import Testing

@Suite("Numbers as text")
struct NumberTextTests {
  private struct Meaning: Decodable {
    /// Whether JSON's grammar has the text as a number, and as an integer.
    var isJSON: Bool
    var isInteger: Bool
    /// The number that Python's `decimal` reads, in one spelling; nil when it reads none.
    var value: String?
  }

  private static let script = """
    import decimal, re
    number = re.compile(r'-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?')
    context = decimal.Context(prec=100, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
    def meaning(text):
      plain = re.fullmatch(r'[0-9.eE+-]+', text) is not None
      try: value = str(decimal.Decimal(text, context)) if plain else None
      except decimal.InvalidOperation: value = None
      return {'isJSON': number.fullmatch(text) is not None,
        'isInteger': re.fullmatch(r'-?(0|[1-9][0-9]*)', text) is not None, 'value': value}
    print(json.dumps([meaning(text) for text in question]))
    """

  @Test("every short text of signs, digits, point and exponent is the number that Python reads")
  func shapes() throws {
    let texts = AllTexts(of: ["+", "-", ".", "e", "E", "0", "1", " "], upTo: 5).map {
      String(decoding: $0, as: UTF8.self)
    }
    let meanings: [Meaning] = try Python.ask(Self.script, texts)
    var loose: [(String, String)] = []
    for (text, meaning) in zip(texts, meanings) {
      let shape = numberShape(Array(text.utf8).span)
      let expected: NumberShape =
        meaning.isInteger
        ? .integer : meaning.isJSON ? .fraction : meaning.value != nil ? .loose : .none
      guard shape == expected else {
        Issue.record("\"\(text)\" is \(shape), not \(expected)")
        return
      }
      if shape == .loose {
        let buffer = ByteBuffer("x")
        loose.append(
          (
            meaning.value ?? "",
            buffer.text(appendCanonicalNumber(Array(text.utf8).span, to: buffer))
          ))
      }
    }
    #expect(loose.count > 400)
    let canonical: [Meaning] = try Python.ask(Self.script, loose.map(\.1))
    for ((value, text), meaning) in zip(loose, canonical) {
      #expect(meaning.isJSON && meaning.value == value, "\(value) became \(text)")
    }
  }

  @Test("integers are read as Python reads them, and not past 64 bits")
  func integers() throws {
    var random = Seeded(for: "integers beside Python")
    var texts = [
      "9223372036854775807", "9223372036854775808", "-9223372036854775808",
      "-9223372036854775809", "+9223372036854775807", "+9223372036854775808", "0", "-0", "+0", "-",
      "+", "",
    ]
    texts += AllTexts(of: ["+", "-", "0", "7", " ", "."], upTo: 4).map {
      String(decoding: $0, as: UTF8.self)
    }
    for _ in 0..<2000 {
      texts.append(
        random.pick(["", "-", "+"])
          + (0..<random.int(1...21)).map { _ in String(random.int(0...9)) }.joined())
    }
    let expected: [Int64?] = try Python.ask(
      """
      import re
      def value(text):
        if not re.fullmatch(r'[+-]?[0-9]+', text): return None
        return int(text) if -2**63 <= int(text) < 2**63 else None
      print(json.dumps([value(text) for text in question]))
      """, texts)
    for (text, value) in zip(texts, expected) {
      #expect(parseInteger(Array(text.utf8).span) == value, "\"\(text)\", seed \(random.seed)")
    }
  }
}
