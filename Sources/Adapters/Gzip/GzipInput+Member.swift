import Bytes

/// One gzip member: its header, its data and its trailer (RFC 1952).
extension GzipInput {
  func readHeader() throws(InputError) {
    var checksum = CRC32()
    let start = window.offset
    let magic = (try headerByte(&checksum), try headerByte(&checksum))
    guard magic == GzipFormat.magic else {
      throw fault(
        .corrupt, at: start,
        "expected a gzip header (1f 8b), found \(GzipFormat.hex(magic.0)) \(GzipFormat.hex(magic.1))"
      )
    }
    let method = try headerByte(&checksum)
    guard method == GzipFormat.deflate else {
      throw fault(.corrupt, at: start + 2, "expected compression method 8, found \(method)")
    }
    let flags = GzipFormat.Flags(rawValue: try headerByte(&checksum))
    guard flags.isDisjoint(with: .reserved) else {
      throw fault(
        .corrupt, at: start + 3,
        "expected no reserved header flags, found \(GzipFormat.hex(flags.rawValue))")
    }
    // Time, extra flags and system say nothing about the content.
    for _ in 0..<6 { _ = try headerByte(&checksum) }
    if flags.contains(.extra) {
      let low = try headerByte(&checksum)
      let high = try headerByte(&checksum)
      for _ in 0..<(Int(high) << 8 | Int(low)) { _ = try headerByte(&checksum) }
    }
    if flags.contains(.name) { while try headerByte(&checksum) != 0 {} }
    if flags.contains(.comment) { while try headerByte(&checksum) != 0 {} }
    if flags.contains(.headerChecksum) {
      let place = window.offset
      let expected = UInt16(truncatingIfNeeded: checksum.value)
      let low = try headerByte(&checksum)
      let found = UInt16(try headerByte(&checksum)) << 8 | UInt16(low)
      guard found == expected else {
        throw fault(
          .corrupt, at: place,
          "expected header checksum \(GzipFormat.hex(expected)), found \(GzipFormat.hex(found))")
      }
    }
    decompressor.restart()
    memberChecksum = CRC32()
    memberBytes = 0
    state = .data
  }

  func inflate(into target: ByteBuffer, upTo limit: Int) throws(InputError) {
    try reading { file throws(FileError) in try file.fill() }
    let before = target.count
    let step: InflateStep
    do {
      step = try decompressor.step(window.bytes, into: target, upTo: limit)
    } catch {
      throw fault(.corrupt, "the compressed data is damaged: \(error.message)")
    }
    window.take(step.consumed)
    memberChecksum.update(target.bytes.extracting(before..<(before + step.produced)))
    memberBytes &+= UInt32(truncatingIfNeeded: step.produced)
    if step.isFinished {
      try readTrailer()
    } else if step.consumed == 0 && step.produced == 0 {
      guard !window.isAtEnd else { throw truncated("data") }
      throw fault(.corrupt, "the compressed data is damaged: no progress")
    }
  }

  private func readTrailer() throws(InputError) {
    let start = window.offset
    let checksum = try trailerWord()
    let length = try trailerWord()
    guard checksum == memberChecksum.value else {
      throw fault(
        .crcMismatch, at: start,
        "expected CRC \(GzipFormat.hex(checksum)), found \(GzipFormat.hex(memberChecksum.value))")
    }
    guard length == memberBytes else {
      throw fault(
        .lengthMismatch, at: start + 4,
        "expected \(length) decompressed bytes (modulo 2^32), found \(memberBytes)")
    }
    members += 1
    try passGap()
  }

  /// What may follow a member: the next one, the end, or zeros up to the end.
  private func passGap() throws(InputError) {
    try reading { file throws(FileError) in try file.fill(2) }
    if window.peek(0) == GzipFormat.magic.0 && [GzipFormat.magic.1, nil].contains(window.peek(1)) {
      state = .header
      return
    }
    while let byte = try reading({ file throws(FileError) in try file.next() }) {
      guard byte == 0 else {
        throw fault(
          .trailingGarbage, at: window.offset - 1,
          "expected the end of the file or zero padding, found \(GzipFormat.hex(byte))")
      }
    }
    state = .end
  }

  private func headerByte(_ checksum: inout CRC32) throws(InputError) -> UInt8 {
    guard let byte = try reading({ file throws(FileError) in try file.next() }) else {
      throw truncated("header")
    }
    checksum.update(byte)
    return byte
  }

  private func trailerWord() throws(InputError) -> UInt32 {
    var word: UInt32 = 0
    for shift in [UInt32(0), 8, 16, 24] {
      guard let byte = try reading({ file throws(FileError) in try file.next() }) else {
        throw truncated("trailer")
      }
      word |= UInt32(byte) << shift
    }
    return word
  }

  private func truncated(_ part: String) -> InputError {
    fault(
      .truncated, at: window.bytesRead, "expected more of the gzip \(part), found the file's end")
  }
}
