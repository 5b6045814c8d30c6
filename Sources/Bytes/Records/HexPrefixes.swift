import CSluice
import Synchronization

/// The prefixes of hexadecimal keys, each with a number; at most 200 of them.
///
/// Shared by the threads that pack the records of one table. What has no number when the list is full never gets one, so
/// a cell is always packed the same way.
public final class HexPrefixes: Sendable {
  private static let most = 200

  /// The prefixes one behind the other, and where each ends.
  private struct Known {
    var bytes: [UInt8] = []
    var ends: [UInt32] = []
  }

  private let known = Mutex(Known())

  public init() {}

  /// Gives a prefix a number, unless it has one or the list is full.
  func add(_ prefix: [UInt8]) {
    known.withLock { known in
      var start = 0
      for end in known.ends {
        if known.bytes[start..<Int(end)].elementsEqual(prefix) { return }
        start = Int(end)
      }
      guard known.ends.count < HexPrefixes.most else { return }
      known.bytes += prefix
      known.ends.append(UInt32(known.bytes.count))
    }
  }

  /// Lends all prefixes so far to a kernel.
  func withKernel(_ body: (UnsafePointer<sluice_prefixes>) -> Void) {
    let known = known.withLock { $0 }
    unsafe known.bytes.withUnsafeBufferPointer { bytes in
      unsafe known.ends.withUnsafeBufferPointer { ends in
        var kernel = unsafe sluice_prefixes(
          bytes: bytes.baseAddress, ends: ends.baseAddress, count: ends.count,
          is_full: ends.count == HexPrefixes.most ? 1 : 0)
        unsafe body(&kernel)
      }
    }
  }
}
