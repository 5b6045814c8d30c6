import Bytes
import CISAL

/// ISA-L's deflate: levels 1 to 3, for speed.
//
// SAFETY: `state` is allocated here, used by one owner and freed once.
@safe
final class ISALCompressor: Compressor {
  private let state: OpaquePointer

  init(level: Int) {
    precondition((1...3).contains(level))
    guard let state = unsafe sluice_isal_deflater_new(Int32(level)) else {
      fatalError("out of memory")
    }
    unsafe self.state = state
  }

  deinit { unsafe sluice_isal_deflater_free(state) }

  func restart() { unsafe sluice_isal_deflater_reset(state) }

  func step(_ input: Span<UInt8>, into target: ByteBuffer, isLast: Bool) {
    unsafe input.withUnsafeBufferPointer { source in
      var taken = 0
      var isDone = false
      repeat {
        unsafe target.appendUnsafe(minimum: GzipOutput.spaceBytes) { free in
          let output = unsafe free.baseAddress?.assumingMemoryBound(to: UInt8.self)
          // SAFETY: both counts are those of the memory lent.
          let step = unsafe sluice_isal_deflate(
            state, source.baseAddress.map { unsafe $0 + taken }, source.count - taken, output,
            GzipOutput.spaceBytes, isLast ? 1 : 0)
          precondition(step.status >= 0, "ISA-L refused its own state")
          taken += step.consumed
          isDone =
            isLast
            ? step.status == 1 : taken == source.count && step.produced < GzipOutput.spaceBytes
          return step.produced
        }
      } while !isDone
    }
  }
}
