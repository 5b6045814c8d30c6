/// Numbers of bytes as people write and read them.
public enum ByteCount {
  /// Reads `4096`, `256MiB`, `1.5 GB`: powers of 1024 with an `i`, of 1000 without; the case does
  /// not matter.
  ///
  /// - Returns: whole bytes; a fraction of a byte is dropped.
  /// - Throws: ``ByteCountError`` for anything else, and for what does not fit 63 bits.
  public static func parse(_ text: String) throws(ByteCountError) -> Int {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unitText = text[digits.endIndex...].drop { $0 == " " }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw ByteCountError(message: "expected a size", hint: "write it like 512MiB or 2GB")
    }
    guard let unit = units.first(where: { $0.name.lowercased() == unitText.lowercased() })?.bytes
    else { throw unknownUnit(unitText) }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard unit > 1 || fraction.isEmpty else {
      throw ByteCountError(message: "a byte cannot be divided", hint: "write a whole number")
    }
    guard let whole = Int(parts[0]),
      case (let bytes, let overflow) = whole.multipliedReportingOverflow(by: unit), !overflow
    else { throw tooLarge }
    // 15 digits are all that a unit of at most 2^40 could tell apart, and they cannot overflow 128
    // bits.
    var numerator: UInt128 = 0
    var denominator: UInt128 = 1
    for digit in fraction.utf8.prefix(15) {
      numerator = numerator * 10 + UInt128(digit - 48)
      denominator *= 10
    }
    let (sum, overflows) = bytes.addingReportingOverflow(
      Int(numerator * UInt128(unit) / denominator))
    guard !overflows else { throw tooLarge }
    return sum
  }

  /// A size in powers of 1000 with at most three digits: `999 B`, `1.2 MB`, `812 MB`.
  public static func text(_ bytes: Int) -> String {
    scaled(bytes, step: 1000, names: ["B", "kB", "MB", "GB", "TB", "PB", "EB"])
  }

  /// A size in powers of 1024, as memory is counted: `256 MiB`, `1.5 GiB`.
  public static func binaryText(_ bytes: Int) -> String {
    scaled(bytes, step: 1024, names: ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
  }

  private static let units: [(name: String, bytes: Int)] = [
    ("", 1), ("B", 1), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ("TiB", 1 << 40),
  ]

  private static let tooLarge = ByteCountError(message: "the size is too large", hint: nil)

  /// `2G` is refused, not guessed: tools disagree on whether it is 1000 or 1024 to the power of
  /// three.
  private static func unknownUnit(_ unit: Substring) -> ByteCountError {
    let letter = unit.uppercased()
    let hint =
      ["K", "M", "G", "T"].contains(letter)
      ? "write \(letter)iB for powers of 1024, \(letter)B for powers of 1000"
      : "units are KiB, MiB, GiB, TiB, KB, MB, GB, TB"
    return ByteCountError(
      message: "unknown unit \"\(PrintableText.escaping(String(unit)))\"", hint: hint)
  }

  private static func scaled(_ bytes: Int, step: Double, names: [String]) -> String {
    let (number, power) = ScaledNumber.text(Double(bytes), step: step, powers: names.count)
    return "\(number) \(names[power])"
  }
}
