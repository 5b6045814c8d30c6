/// The name of a file that is being written and not yet published: `.NAME.sluice-PID-RANDOM.tmp`.
enum TemporaryName {
  /// Names have at most 255 bytes; a longer destination is cut, which only widens what is looked at.
  private static let keptBytes = 180

  static func random() -> String { String(UInt64.random(in: 0...UInt64.max), radix: 36) }

  static func prefix(for name: String) -> String {
    var kept = name
    while kept.utf8.count > keptBytes { kept.removeLast() }
    return ".\(kept).sluice-"
  }

  static func make(for name: String, process: Int32) -> String {
    "\(prefix(for: name))\(process)-\(random()).tmp"
  }

  /// Whether a name could be one that was made for this destination.
  static func isOne(_ candidate: String, for name: String) -> Bool {
    let prefix = prefix(for: name)
    guard candidate.hasPrefix(prefix), candidate.hasSuffix(".tmp") else { return false }
    let middle = candidate.dropFirst(prefix.count).dropLast(4)
    let parts = middle.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && Int32(parts[0]) != nil
      && !parts[1].isEmpty && parts[1].utf8.allSatisfy { isDigit($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
