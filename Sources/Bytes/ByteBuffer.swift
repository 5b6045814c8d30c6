#if canImport(Glibc)
  import Glibc
#endif

/// A growable block of bytes with one owner while it is filled and any number of readers after.
///
/// Batches retain the buffers that their cells point into; encoders append to one and write it in bulk.
/// Offsets in a ``Slice`` are 32 bits wide, so a buffer that cells point into stays below 4 GiB.
//
// SAFETY: filled by one thread, then handed over (through a lock) and only read; nothing else mutates it.
@safe
public final class ByteBuffer: @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  public private(set) var capacity: Int
  public internal(set) var count: Int {
    @inlinable get { storedCount }
    set { storedCount = newValue }
  }
  @usableFromInline var storedCount = 0
  /// Bytes that lie free before the first.
  private var headRoom: Int

  /// Fresh memory is not cleared: bytes from `count` on have no meaning.
  ///
  /// - Parameter headRoom: bytes that ``prepend(_:)`` can put before the others without moving them.
  public init(capacity: Int = 256, headRoom: Int = 0) {
    let size = max(capacity, 64)
    unsafe base = .allocate(capacity: headRoom + size) + headRoom
    self.capacity = size
    self.headRoom = headRoom
  }

  public convenience init(_ text: String) {
    self.init(capacity: text.utf8.count)
    append(text)
  }

  deinit { unsafe (base - headRoom).deallocate() }

  /// All bytes so far.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: storedCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes of one cell; a slice outside of the buffer is a programmer error.
  @_lifetime(borrow self)
  public func bytes(_ slice: Slice) -> Span<UInt8> {
    let range = slice.range
    precondition(range.upperBound <= storedCount, "slice outside of its buffer")
    // SAFETY: the range was just checked.
    let span = unsafe Span(_unsafeStart: UnsafePointer(base + range.lowerBound), count: range.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The text of one cell; bytes that are not UTF-8 become U+FFFD. For messages, not for the data path.
  public func text(_ slice: Slice) -> String {
    let range = slice.range
    precondition(range.upperBound <= storedCount, "slice outside of its buffer")
    // SAFETY: the range was just checked.
    let view = unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    return unsafe String(decoding: view, as: UTF8.self)
  }

  public var text: String { text(Slice(start: 0, length: storedCount)) }

  /// Makes room for that many more bytes, at least doubling when it has to move.
  @inlinable
  public func reserve(_ extra: Int) {
    if storedCount &+ extra > capacity { grow(extra) }
  }

  @usableFromInline
  func grow(_ extra: Int) {
    move(to: max(capacity &* 2, storedCount + extra), behind: 0)
  }

  /// Moves to memory of its own size, so many bytes behind its beginning.
  private func move(to size: Int, behind head: Int) {
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: head + size)
    unsafe (moved + head).update(from: base, count: storedCount)
    unsafe (base - headRoom).deallocate()
    unsafe base = moved + head
    headRoom = head
    capacity = size
  }

  /// Puts another buffer's bytes before its own, whose offsets change.
  public func prepend(_ other: ByteBuffer) {
    let count = other.storedCount
    if count > headRoom { move(to: capacity, behind: count) }
    // SAFETY: there are that many free bytes before the first.
    unsafe base -= count
    headRoom -= count
    capacity += count
    storedCount += count
    unsafe base.update(from: other.base, count: count)
  }

  public func removeAll() { storedCount = 0 }

  /// Forgets every byte from `count` on.
  public func truncate(to count: Int) {
    precondition(count >= 0 && count <= storedCount)
    storedCount = count
  }

  /// Moves the bytes from `offset` on to the front and forgets those before it.
  public func dropFirst(_ offset: Int) {
    precondition(offset >= 0 && offset <= storedCount)
    unsafe base.update(from: base + offset, count: storedCount - offset)
    storedCount -= offset
  }

  /// Adds one byte; for more than a few, append a span.
  @inlinable
  public func append(_ byte: UInt8) {
    reserve(1)
    // SAFETY: reserve made room for one byte.
    unsafe base[storedCount] = byte
    storedCount &+= 1
  }

  /// Copies a whole span; it must not lie in this buffer, which may move.
  public func append(_ span: Span<UInt8>) {
    reserve(span.count)
    unsafe span.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      // SAFETY: reserve made room for the whole span, which cannot lie in the free part.
      unsafe (base + storedCount).update(from: start, count: source.count)
    }
    storedCount &+= span.count
  }

  /// Copies a text as UTF-8.
  public func append(_ text: String) {
    var text = text
    text.withUTF8 { source in
      reserve(source.count)
      if let start = source.baseAddress {
        // SAFETY: reserve made room for the whole text.
        unsafe (base + storedCount).update(from: start, count: source.count)
      }
      storedCount &+= source.count
    }
  }

  public func append(_ bytes: [UInt8]) { append(bytes.span) }

  /// Copies one cell of another buffer (or of this one) to the end and says where it went.
  @discardableResult
  public func append(_ slice: Slice, of other: ByteBuffer) -> Slice {
    guard slice.isPresent else { return slice }
    let range = slice.range
    precondition(range.upperBound <= other.storedCount, "slice outside of its buffer")
    reserve(range.count)
    let start = storedCount
    // SAFETY: room was made after `other.base` could have moved; the range lies within `other`.
    unsafe (base + start).update(from: other.base + range.lowerBound, count: range.count)
    storedCount &+= range.count
    return Slice(start: start, length: range.count)
  }

  /// Lets `body` fill free space of at least `minimum` bytes; it returns how many it wrote.
  @unsafe
  public func appendUnsafe<Failure: Error>(
    minimum: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    reserve(minimum)
    let free = unsafe UnsafeMutableRawBufferPointer(
      start: base + storedCount, count: capacity - storedCount)
    let written = try unsafe body(free)
    precondition(written >= 0 && written <= free.count)
    storedCount += written
  }

  /// Lends all bytes as a raw pointer, for a kernel or a system call.
  @unsafe
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: storedCount))
  }
}
