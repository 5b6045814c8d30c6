import CSluice

/// Cells in the fewest bytes that cost next to nothing to make: for the tables that joins hold in memory.
///
/// ```
/// 00…ee  that many bytes follow, as they are       f0  null        f1  missing
/// f2     a u32 length, then the bytes              f3  prefix number, then the 16 bytes of 32 hex digits
/// f4     the 16 bytes of a UUID written with dashes
/// ```
/// The surrogate keys of warehouses are a prefix and an md5 in hexadecimal (`ent_98748d7b…`): half of their bytes say
/// nothing. Equal cells are equal bytes: a prefix has its number from the first cell that has it, for good.
public enum PackedCell {
  @usableFromInline static let null: UInt8 = 0xf0
  @usableFromInline static let missing: UInt8 = 0xf1
  @usableFromInline static let long: UInt8 = 0xf2
  @usableFromInline static let hex: UInt8 = 0xf3
  @usableFromInline static let uuid: UInt8 = 0xf4
  private static let longestShort = 0xee

  /// Appends a cell in its packed form.
  public static func pack(
    _ cell: Slice, of source: ByteBuffer, into target: ByteBuffer,
    _ prefixes: inout HexPrefixReader
  ) {
    guard cell.isPresent else { return target.append(cell.isMissing ? missing : null) }
    let count = cell.count
    let start = cell.range.lowerBound
    precondition(cell.range.upperBound <= source.storedCount, "slice outside of its buffer")
    target.reserve(count + 24)
    // SAFETY: the cell lies within the source, and there is room for 24 bytes more than it has.
    let from = unsafe UnsafePointer(source.base + start)
    let to = unsafe target.base + target.storedCount
    if count >= 32, count <= 32 + HexPrefixes.longest {
      if unsafe sluice_unhex32(from + (count - 32), to + 2) == 1,
        let number = unsafe prefixes.number(of: UnsafeBufferPointer(start: from, count: count - 32))
      {
        unsafe to[0] = hex
        unsafe to[1] = number
        target.storedCount &+= 18
        return
      }
      if count == 36, unsafe packUUID(from, to + 1) {
        unsafe to[0] = uuid
        target.storedCount &+= 17
        return
      }
    }
    if count <= longestShort {
      target.append(UInt8(truncatingIfNeeded: count))
    } else {
      target.append(long)
      target.append(value: UInt32(truncatingIfNeeded: count))
    }
    target.append(cell, of: source)
  }

  /// 8-4-4-4-12 lower-case digits.
  @unsafe
  private static func packUUID(
    _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    guard
      unsafe from[8] == 0x2d && from[13] == 0x2d && from[18] == 0x2d && from[23] == 0x2d
    else { return false }
    var digits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    return unsafe withUnsafeMutableBytes(of: &digits) { raw in
      // SAFETY: the five groups have 32 digits together, the size of the tuple; the text has 36 bytes.
      guard let all = unsafe raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
        return false
      }
      unsafe all.update(from: from, count: 8)
      unsafe (all + 8).update(from: from + 9, count: 4)
      unsafe (all + 12).update(from: from + 14, count: 4)
      unsafe (all + 16).update(from: from + 19, count: 4)
      unsafe (all + 20).update(from: from + 24, count: 12)
      return unsafe sluice_unhex32(all, to) == 1
    }
  }

  /// How many bytes the packed cell at an offset takes.
  public static func size(at offset: Int, in buffer: ByteBuffer) -> Int {
    let head = buffer.value(UInt8.self, at: offset)
    switch head {
    case null, missing: return 1
    case long: return 5 + Int(buffer.value(UInt32.self, at: offset + 1))
    case hex: return 18
    case uuid: return 17
    default: return 1 + Int(head)
    }
  }

  /// Appends the cell's own bytes to `target` and says where they are.
  public static func unpack(
    at offset: Int, in buffer: ByteBuffer, into target: ByteBuffer, _ prefixes: [[UInt8]]
  ) -> Slice {
    let head = buffer.value(UInt8.self, at: offset)
    let start = target.count
    switch head {
    case null: return .null
    case missing: return .missing
    case long:
      let count = Int(buffer.value(UInt32.self, at: offset + 1))
      return target.append(Slice(start: offset + 5, length: count), of: buffer)
    case hex:
      target.append(prefixes[Int(buffer.value(UInt8.self, at: offset + 1))])
      appendHex(at: offset + 2, in: buffer, to: target)
    case uuid:
      appendHex(at: offset + 1, in: buffer, to: target)
      target.dashes(at: start)
    default: return target.append(Slice(start: offset + 1, length: Int(head)), of: buffer)
    }
    return Slice(start: start, length: target.count - start)
  }

  private static func appendHex(at offset: Int, in buffer: ByteBuffer, to target: ByteBuffer) {
    precondition(offset + 16 <= buffer.storedCount)
    target.reserve(40)
    // SAFETY: sixteen bytes are there to read, and room for forty to write.
    unsafe sluice_hex32(buffer.base + offset, target.base + target.storedCount)
    target.storedCount &+= 32
  }
}

extension ByteBuffer {
  /// Puts the dashes of a UUID into the 32 digits that begin at `start`.
  fileprivate func dashes(at start: Int) {
    append(value: UInt32(0))
    // SAFETY: 36 bytes from start on are within the buffer now; groups move right, the last first.
    let text = unsafe base + start
    unsafe (text + 24).update(from: text + 20, count: 12)
    unsafe (text + 19).update(from: text + 16, count: 4)
    unsafe (text + 14).update(from: text + 12, count: 4)
    unsafe (text + 9).update(from: text + 8, count: 4)
    unsafe text[8] = 0x2d
    unsafe text[13] = 0x2d
    unsafe text[18] = 0x2d
    unsafe text[23] = 0x2d
  }
}
