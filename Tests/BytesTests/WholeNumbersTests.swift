import Bytes
import TestKit
import Testing

@Suite("Columns of whole numbers")
struct WholeNumbersTests {
  private func found(_ cells: [String?]) -> (values: [Int64], states: [UInt8])? {
    let buffer = ByteBuffer(capacity: 64)
    let slices = cells.map { cell -> Slice in
      guard let cell else { return .null }
      let start = buffer.count
      buffer.append(cell)
      return Slice(start: start, length: buffer.count - start)
    }
    return buffer.wholeNumbers(slices)
  }

  @Test("a cell is taken exactly when it is plain digits, and then as the number that it is")
  func twin() {
    for text in AllTexts(of: ["0", "1", "9", "-", "+", ".", " ", "e"], upTo: 5) {
      let cell = String(decoding: text, as: UTF8.self)
      let isPlain = cell.allSatisfy { $0.isNumber || $0 == "-" } && Int64(cell) != nil
      #expect(found([cell])?.values == (isPlain ? [Int64(cell) ?? 0] : nil), "\(cell)")
    }
  }

  @Test("18 digits are taken with either sign, 19 are not")
  func limits() {
    let most = String(repeating: "9", count: 18)
    #expect(
      found([most, "-" + most])?.values == [999_999_999_999_999_999, -999_999_999_999_999_999])
    #expect(found(["1" + most]) == nil)
    #expect(found(["7", "1" + most]) == nil)
  }

  @Test("cells without a value are told, and cost nothing where there are none")
  func absent() {
    #expect(found(["1", "2"])?.states == [])
    #expect(found(["1", nil, "3"])?.states == [0, 1, 0])
    #expect(found(["1", nil, "3"])?.values == [1, 0, 3])
    #expect(ByteBuffer().wholeNumbers([.missing, .null])?.states == [2, 1])
  }
}
