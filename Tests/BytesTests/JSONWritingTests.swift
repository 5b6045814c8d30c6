import Bytes
import Foundation
import Testing

@Suite("JSON writing")
struct JSONWritingTests {
  /// The specification, one byte at a time.
  private func escaped(_ bytes: [UInt8]) -> String {
    var text = "\""
    for byte in bytes {
      switch byte {
      case 0x22: text += "\\\""
      case 0x5c: text += "\\\\"
      case 0x0a: text += "\\n"
      case 0x0d: text += "\\r"
      case 0x09: text += "\\t"
      case 0x08: text += "\\b"
      case 0x0c: text += "\\f"
      case 0..<0x20: text += "\\u00" + (byte < 16 ? "0" : "1") + String(byte & 15, radix: 16)
      default: text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return text + "\""
  }

  private func written(_ bytes: [UInt8], lead: Int, tail: Int) -> String {
    let source = ByteBuffer(capacity: 64)
    source.append([UInt8](repeating: 0x22, count: lead))
    source.append(bytes)
    source.append([UInt8](repeating: 0x5c, count: tail))
    let output = ByteBuffer("<")
    output.append(jsonString: Slice(start: lead, length: bytes.count), of: source)
    return String(output.text.dropFirst())
  }

  @Test("every string of up to four of the bytes that matter is escaped as the plain machine does")
  func exhaustiveSmall() {
    let alphabet: [UInt8] = [0x61, 0x22, 0x5c, 0x0a, 0x01, 0x1f, 0x20, 0x7f]
    var strings: [[UInt8]] = [[]]
    var level = strings
    for _ in 0..<4 {
      level = level.flatMap { head in alphabet.map { head + [$0] } }
      strings += level
    }
    for string in strings {
      #expect(written(string, lead: 3, tail: 2) == escaped(string))
    }
  }

  @Test(
    "a special byte is found at every place of a long cell, at the end of its block as in the middle"
  )
  func everyPlace() {
    for length in 1...50 {
      for place in 0..<length {
        for special: UInt8 in [0x22, 0x00, 0x1f] {
          var bytes = [UInt8](repeating: 0x62, count: length)
          bytes[place] = special
          for (lead, tail) in [(0, 0), (64 - min(length, 64), 0), (5, 40)] {
            #expect(written(bytes, lead: lead, tail: tail) == escaped(bytes))
          }
        }
      }
    }
  }

  @Test("what is written reads back with an independent parser, any Unicode included")
  func readsBack() throws {
    let texts = ["", "Ünïcödé 🎉 日本語", "a\"b\\c\u{0}\u{1f}\n", String(repeating: "é\t", count: 99)]
    for text in texts {
      let output = ByteBuffer("[")
      output.append(jsonString: text)
      output.append(0x5d)
      let read = try JSONSerialization.jsonObject(with: Data(output.text.utf8)) as? [String]
      #expect(read == [text])
    }
  }

  @Test("a JSON text over several lines leaves on one, its strings untouched")
  func oneLine() {
    let json = "{\n\t\"note\":\r\n  \"a\\nb é\",\n\"list\": [1,\n2]\n}"
    let source = ByteBuffer(json)
    let output = ByteBuffer()
    output.append(json: Slice(start: 0, length: source.count), of: source)
    #expect(output.text == "{  \"note\":    \"a\\nb é\", \"list\": [1, 2] }")
  }

  @Test("a cell without a value writes nothing")
  func absent() {
    let output = ByteBuffer("x")
    output.append(jsonString: .null, of: output)
    output.append(json: .missing, of: output)
    #expect(output.text == "x")
  }

  @Test("integers are written whole, at both ends of their range")
  func integers() {
    var values: [Int64] = [0, 1, 9, 10, 99, 100, 101, 999, 1000, -1, -10, .max, .min]
    var power: Int64 = 1
    for _ in 0..<18 {
      power *= 10
      values += [power - 1, power, power + 1, -power]
    }
    for value in values {
      let output = ByteBuffer()
      output.append(integer: value)
      #expect(output.text == String(value))
    }
  }

  @Test("doubles are the shortest text that reads back the same, and whole ones have no fraction")
  func doubles() {
    for (value, text) in [
      (0.1, "0.1"), (1, "1"), (-2, "-2"), (1e15, "1000000000000000"), (1e16, "1e+16"),
      (1.5e300, "1.5e+300"),
      (5e-300, "5e-300"),
    ] {
      let output = ByteBuffer()
      #expect(output.append(number: value))
      #expect(output.text == text)
      #expect(Double(output.text) == value)
    }
    let output = ByteBuffer()
    #expect(!output.append(number: .infinity) && !output.append(number: .nan))
    #expect(output.text.isEmpty)
  }
}
