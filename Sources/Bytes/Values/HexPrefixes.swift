import Synchronization

/// The prefixes of hexadecimal keys, each with a number; at most 200 of them.
///
/// Shared by the threads that pack the cells of one table. What has no number when the list is full never gets one, so
/// a cell is always packed the same way.
public final class HexPrefixes: Sendable {
  static let longest = 15
  private static let most = 200
  private let known = Mutex<[[UInt8]]>([])

  public init() {}

  /// All prefixes, by number.
  public var all: [[UInt8]] { known.withLock { $0 } }

  /// The number of a prefix, which may be new; nil when the list is full.
  fileprivate func number(of text: [UInt8]) -> UInt8? {
    known.withLock { known in
      if let index = known.firstIndex(of: text) { return UInt8(truncatingIfNeeded: index) }
      guard known.count < HexPrefixes.most else { return nil }
      known.append(text)
      return UInt8(truncatingIfNeeded: known.count - 1)
    }
  }
}

/// What one thread knows of the prefixes, so that it asks for each only once a batch.
public struct HexPrefixReader {
  private let shared: HexPrefixes
  private var known: [[UInt8]]

  public init(_ shared: HexPrefixes) {
    self.shared = shared
    known = shared.all
  }

  @unsafe
  mutating func number(of text: UnsafeBufferPointer<UInt8>) -> UInt8? {
    for (index, prefix) in known.enumerated() where prefix.count == text.count {
      if unsafe prefix.elementsEqual(text) { return UInt8(truncatingIfNeeded: index) }
    }
    let number = shared.number(of: unsafe [UInt8](text))
    known = shared.all
    return number
  }
}
