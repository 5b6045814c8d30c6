/// The same numbers in every run: SplitMix64, by Sebastiano Vigna.
struct BenchRandom: RandomNumberGenerator {
  static let seed: UInt64 = 20_260_601
  private var state = seed

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number from 0 up to and without `limit`.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// That many digits, the first not 0.
  mutating func digits(_ count: Int) -> String {
    var text = String(1 + below(9))
    while text.utf8.count < count { text += String(below(10)) }
    return text
  }

  /// Two digits below `limit`.
  mutating func pair(_ range: Range<Int>) -> String {
    let number = range.lowerBound + below(range.count)
    return number < 10 ? "0\(number)" : "\(number)"
  }
}
