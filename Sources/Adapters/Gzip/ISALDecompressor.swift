import Bytes
import CISAL

/// ISA-L's inflate, about three times as fast as zlib's.
//
// SAFETY: `state` is allocated here, used by one owner and freed once.
@safe
final class ISALDecompressor: Decompressor {
  private let state: OpaquePointer

  init() {
    guard let state = unsafe sluice_isal_inflater_new() else { fatalError("out of memory") }
    unsafe self.state = state
  }

  deinit { unsafe sluice_isal_inflater_free(state) }

  func restart() { unsafe sluice_isal_inflater_reset(state) }

  func step(
    _ input: Span<UInt8>, into target: ByteBuffer, upTo limit: Int
  ) throws(DeflateFault) -> InflateStep {
    var step = sluice_isal_step()
    unsafe input.withUnsafeBufferPointer { source in
      unsafe target.appendUnsafe(minimum: limit) { free in
        let output = unsafe free.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // SAFETY: both counts are those of the memory lent; `limit` bytes are free.
        step = unsafe sluice_isal_inflate(state, source.baseAddress, source.count, output, limit)
        return step.produced
      }
    }
    guard step.status >= 0 else { throw DeflateFault(message: Self.message(step.status)) }
    return InflateStep(
      consumed: step.consumed, produced: step.produced, isFinished: step.status == 1)
  }

  private static func message(_ status: Int32) -> String {
    switch status {
    case ISAL_INVALID_BLOCK: "invalid block"
    case ISAL_INVALID_SYMBOL: "invalid symbol"
    case ISAL_INVALID_LOOKBACK: "invalid distance too far back"
    default: "inflate error \(status)"
    }
  }
}
