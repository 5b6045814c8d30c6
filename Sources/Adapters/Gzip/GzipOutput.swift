import Bytes

/// Bytes compressed to one gzip member, the same bytes for the same content and level.
///
/// The content is compressed in blocks of a fixed size, so that how it was cut into writes leaves no
/// trace. The header holds no time and no name.
public final class GzipOutput {
  /// Smallest and largest level; others are brought to the nearest.
  public static let levels = 1...9
  static let blockBytes = 256 * 1024
  /// Room for a block that does not shrink and for what the library held back.
  static let spaceBytes = 2 * blockBytes + 64 * 1024

  private let compressor: any Compressor
  private let block = ByteBuffer(capacity: blockBytes)
  private var checksum = CRC32()
  private var isBegun = false
  /// Bytes taken since the member began.
  public private(set) var bytesWritten = 0

  /// - Parameter level: 1 to 3 by ISA-L, 4 to 9 by zlib.
  public init(level: Int) {
    let level = min(max(level, Self.levels.lowerBound), Self.levels.upperBound)
    compressor = level <= 3 ? ISALCompressor(level: level) : ZlibCompressor(level: level)
  }

  /// Takes bytes and appends whatever compressed bytes are ready to `target`.
  public func write(_ bytes: Span<UInt8>, into target: ByteBuffer) {
    begin(target)
    checksum.update(bytes)
    bytesWritten += bytes.count
    var taken = 0
    while taken < bytes.count {
      let count = min(Self.blockBytes - block.count, bytes.count - taken)
      block.append(bytes.extracting(taken..<(taken + count)))
      taken += count
      if block.count == Self.blockBytes { flush(into: target, isLast: false) }
    }
  }

  /// Compresses all of a buffer.
  public func write(_ buffer: ByteBuffer, into target: ByteBuffer) {
    write(buffer.bytes, into: target)
  }

  /// Ends the member, which may be empty; a later write begins another.
  public func finish(into target: ByteBuffer) {
    begin(target)
    flush(into: target, isLast: true)
    append(checksum.value, to: target)
    append(UInt32(truncatingIfNeeded: bytesWritten), to: target)
    compressor.restart()
    checksum = CRC32()
    bytesWritten = 0
    isBegun = false
  }

  private func begin(_ target: ByteBuffer) {
    guard !isBegun else { return }
    target.append(GzipFormat.plainHeader)
    isBegun = true
  }

  private func flush(into target: ByteBuffer, isLast: Bool) {
    let block = block
    compressor.step(block.bytes, into: target, isLast: isLast)
    block.removeAll()
  }

  private func append(_ word: UInt32, to target: ByteBuffer) {
    for shift in [UInt32(0), 8, 16, 24] {
      target.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}
