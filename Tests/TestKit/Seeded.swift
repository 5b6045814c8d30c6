import Foundation

/// Random numbers that a printed seed repeats: SplitMix64, by Sebastiano Vigna.
///
/// `SLUICE_SEED=N swift test …` runs with that seed.
public struct Seeded: RandomNumberGenerator, Sendable {
  public let seed: UInt64
  private var state: UInt64

  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// Takes the seed from the environment, else a new one, and prints it.
  public init(for purpose: String) {
    let given = ProcessInfo.processInfo.environment["SLUICE_SEED"].flatMap(UInt64.init)
    self.init(seed: given ?? UInt64.random(in: 0...999_999_999))
    print("SLUICE_SEED=\(seed) repeats: \(purpose)")
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  public mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }

  public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  public mutating func pick<Choices: Collection>(_ choices: Choices) -> Choices.Element {
    choices[choices.index(choices.startIndex, offsetBy: int(0...choices.count - 1))]
  }

  /// A text of pieces drawn from a list.
  public mutating func text(of pieces: [String], count: ClosedRange<Int>) -> String {
    var text = ""
    for _ in 0..<int(count) { text += pick(pieces) }
    return text
  }
}
