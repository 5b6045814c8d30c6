/// Every text of up to so many pieces, the shortest first.
public struct AllTexts: Sequence, IteratorProtocol {
  private let pieces: [[UInt8]]
  private let longest: Int
  private var digits: [Int] = []
  private var isFirst = true

  public init(of pieces: [String], upTo longest: Int) {
    self.pieces = pieces.map { Array($0.utf8) }
    self.longest = longest
  }

  public mutating func next() -> [UInt8]? {
    if isFirst {
      isFirst = false
      return []
    }
    var place = digits.count - 1
    while place >= 0, digits[place] == pieces.count - 1 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      digits[place] += 1
    } else {
      if digits.count == longest { return nil }
      digits = [Int](repeating: 0, count: digits.count + 1)
    }
    return digits.flatMap { pieces[$0] }
  }
}
