import Bytes
import CZlib

/// zlib's inflate, the floor that always works.
//
// SAFETY: `stream` is allocated here, used by one owner and freed once.
@safe
final class ZlibDecompressor: Decompressor {
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    guard let stream = unsafe sluice_zlib_inflater_new() else { fatalError("out of memory") }
    unsafe self.stream = stream
  }

  deinit { unsafe sluice_zlib_inflater_free(stream) }

  func restart() { _ = unsafe inflateReset(stream) }

  func step(
    _ input: Span<UInt8>, into target: ByteBuffer, upTo limit: Int
  ) throws(DeflateFault) -> InflateStep {
    var step = sluice_zlib_step()
    unsafe input.withUnsafeBufferPointer { source in
      unsafe target.appendUnsafe(minimum: limit) { free in
        let output = unsafe free.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // SAFETY: both counts are those of the memory lent; `limit` bytes are free.
        step = unsafe sluice_zlib_step_of(
          stream, source.baseAddress, source.count, output, limit, 1, 0)
        return step.produced
      }
    }
    guard step.status >= 0 else {
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      throw DeflateFault(message: words ?? "inflate error \(step.status)")
    }
    return InflateStep(
      consumed: step.consumed, produced: step.produced, isFinished: step.status == 1)
  }
}
