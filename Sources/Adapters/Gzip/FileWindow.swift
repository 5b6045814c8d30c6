import Bytes

/// The bytes of a file as they lie on disk, a block at a time.
///
/// The last few bytes taken stay in front of the position, so that a decompressor can give some back.
struct FileWindow: ~Copyable {
  private static let keptBytes = 16

  let blocks: FileBlocks
  private var buffer = ByteBuffer(capacity: 0)
  private var position = 0
  /// What came from the file so far, taken or not.
  private(set) var bytesRead = 0
  /// Over the same bytes.
  private(set) var checksum = CRC32()
  private(set) var isAtEnd = false

  init(file: consuming InputFile) { blocks = FileBlocks(file) }

  /// How many bytes wait to be taken.
  var available: Int { buffer.count - position }

  /// Where in the file the next byte lies, 0-based.
  var offset: Int { bytesRead - available }

  /// The bytes that wait.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { buffer.bytes(Slice(start: position, length: available)) }
  }

  /// One of the bytes that wait, or nothing past them.
  func peek(_ index: Int) -> UInt8? {
    index < available ? buffer.bytes[position + index] : nil
  }

  /// Moves past bytes; a negative count gives back some of those just taken.
  mutating func take(_ count: Int) {
    precondition(count <= available && position + count >= 0)
    position += count
  }

  /// Reads until that many bytes wait, or the file ends.
  mutating func fill(_ wanted: Int = 1) throws(FileError) {
    while available < wanted && !isAtEnd {
      let block = try blocks.next()
      note(block.bytes)
      let kept = min(position, Self.keptBytes)
      let tail = ByteBuffer(capacity: 0)
      tail.append(Slice(start: position - kept, length: available + kept), of: buffer)
      block.prepend(tail)
      buffer = block
      position = kept
    }
  }

  mutating func next() throws(FileError) -> UInt8? {
    try fill()
    guard available > 0 else { return nil }
    position += 1
    return buffer.bytes[position - 1]
  }

  /// Appends waiting bytes, or, when none wait, what one read yields; 0 is the end.
  mutating func copy(into target: ByteBuffer, upTo limit: Int) throws(FileError) -> Int {
    if available > 0 {
      let count = min(available, limit)
      target.append(Slice(start: position, length: count), of: buffer)
      position += count
      return count
    }
    guard !isAtEnd else { return 0 }
    let before = target.count
    let got = try blocks.read(into: target, upTo: limit)
    note(target.bytes.extracting(before..<(before + got)))
    return got
  }

  private mutating func note(_ fresh: Span<UInt8>) {
    isAtEnd = fresh.isEmpty
    bytesRead += fresh.count
    checksum.update(fresh)
  }
}
