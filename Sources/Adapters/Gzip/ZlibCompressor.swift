import Bytes
import CZlib

/// zlib's deflate: levels 4 to 9, for size.
//
// SAFETY: `stream` is allocated here, used by one owner and freed once.
@safe
final class ZlibCompressor: Compressor {
  private let stream: UnsafeMutablePointer<z_stream>

  init(level: Int) {
    guard let stream = unsafe sluice_zlib_deflater_new(Int32(level)) else {
      fatalError("out of memory")
    }
    unsafe self.stream = stream
  }

  deinit { unsafe sluice_zlib_deflater_free(stream) }

  func restart() { _ = unsafe deflateReset(stream) }

  func step(_ input: Span<UInt8>, into target: ByteBuffer, isLast: Bool) {
    unsafe input.withUnsafeBufferPointer { source in
      var taken = 0
      var isDone = false
      repeat {
        unsafe target.appendUnsafe(minimum: GzipOutput.spaceBytes) { free in
          let output = unsafe free.baseAddress?.assumingMemoryBound(to: UInt8.self)
          // SAFETY: both counts are those of the memory lent.
          let step = unsafe sluice_zlib_step_of(
            stream, source.baseAddress.map { unsafe $0 + taken }, source.count - taken, output,
            GzipOutput.spaceBytes, 0, isLast ? 1 : 0)
          precondition(step.status >= 0, "zlib refused its own state")
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
