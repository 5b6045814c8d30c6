import Bytes
import Table
import TestKit
import Testing

@testable import Formats

@Suite("Headers of CSV")
struct CSVHeaderTests {
  private func problem(_ bytes: [UInt8], pieceBytes: Int = .max) -> Problem? {
    var reading = Reading()
    reading.pieceBytes = pieceBytes
    do throws(Problem) {
      _ = try CSVHeader.read(of: part(bytes, pieceBytes), .standard)
      return nil
    } catch {
      return error
    }
  }

  private func part(_ bytes: [UInt8], _ pieceBytes: Int = .max) -> InputPart {
    let buffer = ByteBuffer()
    buffer.append(bytes)
    return InputPart(name: "f.csv", file: 0) { MemorySource(buffer, pieceBytes: pieceBytes) }
  }

  @Test(
    "a file without a usable header is refused, with the reason",
    arguments: [
      ("", ProblemCode.noHeader, "no header"), ("\u{FEFF}", .noHeader, "no header"),
      ("a,b,a\n", .duplicateHeader, "columns 1 and 3 are both named \"a\""),
      ("a,\"a\"", .duplicateHeader, "both named"), ("a,,b\n", .badHeader, "column 2 has no name"),
      ("\n1,2\n", .badHeader, "column 1 has no name"), ("a,\"\"\n", .badHeader, "no name"),
      ("a,\"b\n1,2\n", .badHeader, "never closed"), ("a,\"b\"c\n", .badHeader, "closing quote"),
      ("a,b\r1,2\r3,4\r", .badHeader, "carriage return"), ("a\0,b\0\n", .badHeader, "byte 0"),
    ])
  func refused(_ text: String, _ code: ProblemCode, _ words: String) {
    for pieceBytes in [1, 2, Int.max] {
      let problem = problem(Array(text.utf8), pieceBytes: pieceBytes)
      #expect(problem?.code == code)
      #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "accepted")")
      #expect(problem?.place?.file == "f.csv")
    }
  }

  @Test(
    "UTF-16 is refused with the command that converts it",
    arguments: [[0xff, 0xfe], [0xfe, 0xff]])
  func utf16(_ mark: [UInt8]) {
    let problem = problem(mark + [0x61, 0, 0x2c, 0, 0x62, 0, 0x0a, 0])
    #expect(problem?.code == .badHeader && problem?.hint?.contains("iconv") == true)
  }

  @Test("a name that is not UTF-8 is refused")
  func invalid() {
    #expect(problem([0x61, 0x2c, 0xff, 0x0a])?.message.contains("not UTF-8") == true)
  }

  @Test(
    "names keep their case and blanks; quotes, escapes and a missing line end are no part of them")
  func names() throws {
    #expect(
      try CSVHeader.read(of: part(Array("A, b ,\"c,\n\"\"d\"\"\",é".utf8)), .standard).names
        == ["A", " b ", "c,\n\"d\"", "é"])
    #expect(
      try CSVHeader.read(of: part(Array("a|\"b\\|\\\"\"\r\n".utf8)), .redshift).names
        == ["a", "b|\""])
  }

  @Test("a header of several lines moves the lines of the rows")
  func severalLines() throws {
    let whole = try ChunkVerifier(Reading()).csv("a,\"b\nc\"\n1,2\n")
    #expect(whole.rows.map(\.line) == [3] && whole.rows.map(\.offset) == [8])
  }
}
