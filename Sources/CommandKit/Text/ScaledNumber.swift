/// A number shortened to about three digits and a power of a step.
enum ScaledNumber {
  /// The number divided by the step until it is short, with one decimal below 100 unless that is a
  /// zero.
  ///
  /// - Returns: `("1.2", 2)` for 1 234 567 and a step of 1000; what rounds up to a whole step takes
  ///   the next power.
  static func text(_ value: Double, step: Double, powers: Int) -> (number: String, power: Int) {
    var scaled = value.magnitude
    var power = 0
    while power + 1 < powers, rounded(scaled, power) >= step {
      scaled /= step
      power += 1
    }
    let sign = value < 0 ? "-" : ""
    let short = rounded(scaled, power)
    let tenths = Int((short * 10).rounded())
    let decimal = tenths % 10 == 0 ? "" : ".\(tenths % 10)"
    return ("\(sign)\(tenths / 10)\(decimal)", power)
  }

  private static func rounded(_ value: Double, _ power: Int) -> Double {
    value < 99.95 && power > 0 ? (value * 10).rounded() / 10 : value.rounded()
  }
}
