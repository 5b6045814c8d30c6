import Adapters
import Bytes
import Foundation
import Synchronization
import Testing

@Suite struct GzipInputTests {
  static let engines = GzipInput.Engine.allCases
  /// Three members of different shapes: fixed codes, nothing, stored blocks.
  static let contents: [[UInt8]] = [
    Array("id,name\n1,Ada\n2,Grace\n".utf8), [],
    (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 97) },
  ]
  static let members: [[UInt8]] = [
    try! Python.run(compress, ["6"], input: contents[0]),
    try! Python.run(compress, ["9"], input: contents[1]),
    try! Python.run(compress, ["0"], input: contents[2]),
  ]
  static let compress = """
    import gzip, sys
    sys.stdout.buffer.write(gzip.compress(sys.stdin.buffer.read(), int(sys.argv[1]), mtime=0))
    """
  static var file: [UInt8] { members.flatMap(\.self) }
  static var content: [UInt8] { contents.flatMap(\.self) }

  struct Outcome: Equatable {
    var content: [UInt8] = []
    var failure: InputError.Kind?
  }

  /// Reads a file of these bytes to its end or its first error.
  static func read(
    _ bytes: [UInt8], _ engine: GzipInput.Engine, compression: GzipInput.Compression = .auto,
    chunk: Int = 1 << 16
  ) throws -> Outcome {
    let folder = try TemporaryFolder()
    let path = try folder.write("part.csv", bytes)
    let input = try GzipInput(path: path, compression: compression, engine: engine)
    return read(input, chunk: chunk)
  }

  static func read(_ input: GzipInput, chunk: Int) -> Outcome {
    let target = ByteBuffer()
    var outcome = Outcome()
    do throws(InputError) {
      while try input.read(into: target, upTo: chunk) > 0 {}
    } catch {
      outcome.failure = error.kind
    }
    outcome.content = target.array
    return outcome
  }

  @Test("every member of a file is read, with any chunk size", arguments: engines)
  func members(engine: GzipInput.Engine) throws {
    for chunk in [1, 2, 3, 7, 22, 23, 255, 256, 321, 322, 323, 4096, 70_000] {
      let outcome = try Self.read(Self.file, engine, chunk: chunk)
      #expect(outcome == Outcome(content: Self.content), "chunk \(chunk)")
    }
  }

  @Test("a file cut short anywhere but between members is an error", arguments: engines)
  func truncation(engine: GzipInput.Engine) throws {
    let ends = [0, Self.members[0].count, Self.members[0].count + Self.members[1].count]
    for count in 0..<Self.file.count {
      let outcome = try Self.read(Array(Self.file[..<count]), engine, compression: .gzip)
      if let whole = ends.firstIndex(of: count) {
        #expect(
          outcome == Outcome(content: Self.contents[..<whole].flatMap(\.self)), "cut at \(count)")
      } else {
        #expect(outcome.failure == .truncated, "cut at \(count)")
        #expect(Self.content.starts(with: outcome.content), "cut at \(count)")
      }
    }
  }

  @Test("a changed byte in a header or a trailer is found and named", arguments: engines)
  func corruption(engine: GzipInput.Engine) throws {
    let member = Self.members[0]
    let count = member.count
    // Bytes 4 to 9 hold time, extra flags and system, which do not matter to the content.
    for place in [0, 1, 2] {
      var bytes = member
      bytes[place] ^= 0x55
      let outcome = try Self.read(bytes, engine, compression: .gzip)
      #expect(outcome == Outcome(failure: .corrupt), "byte \(place)")
    }
    for flag: UInt8 in [0x20, 0x40, 0x80] {
      var bytes = member
      bytes[3] |= flag
      #expect(try Self.read(bytes, engine) == Outcome(failure: .corrupt), "flag \(flag)")
    }
    for place in (count - 8)..<count {
      var bytes = member
      bytes[place] ^= 1
      let kind: InputError.Kind = place < count - 4 ? .crcMismatch : .lengthMismatch
      let outcome = try Self.read(bytes, engine)
      #expect(outcome == Outcome(content: Self.contents[0], failure: kind), "byte \(place)")
    }
  }

  @Test("no single changed byte of the data goes unnoticed", arguments: engines)
  func damage(engine: GzipInput.Engine) throws {
    for place in 10..<(Self.members[0].count - 8) {
      for change: UInt8 in [1, 0x10, 0x80, 0xff] {
        var bytes = Self.members[0]
        bytes[place] ^= change
        let outcome = try Self.read(bytes, engine)
        // The last data byte has bits past the end of the stream, which mean nothing.
        #expect(
          outcome.failure != nil || outcome.content == Self.contents[0],
          "byte \(place) changed by \(change)")
      }
    }
  }

  @Test("an error says which member, where, and what was expected", arguments: engines)
  func message(engine: GzipInput.Engine) throws {
    var bytes = Self.file
    let place = Self.members[0].count + Self.members[1].count - 4
    bytes[place] = 9
    let folder = try TemporaryFolder()
    let path = try folder.write("orders.csv.gz", bytes)
    let input = try GzipInput(path: path, engine: engine)
    let target = ByteBuffer()
    let error = try #require(throws: InputError.self) {
      while try input.read(into: target, upTo: 100) > 0 {}
    }
    #expect(error.member == 2)
    #expect(error.offset == place)
    #expect(
      error.description
        == "\(path): expected 9 decompressed bytes (modulo 2^32), found 0 "
        + "(gzip member 2, at compressed byte \(place))")
    #expect(throws: error) { try input.read(into: target, upTo: 100) }
    #expect(input.bytesRead == Self.contents[0].count)
  }

  @Test("zeros may pad the end, anything else is garbage", arguments: engines)
  func padding(engine: GzipInput.Engine) throws {
    let padded = Self.file + [UInt8](repeating: 0, count: 512)
    #expect(try Self.read(padded, engine) == Outcome(content: Self.content))
    for tail: [UInt8] in [[1], Array("junk".utf8), [0, 0, 7], [0x1f, 0], [0] + Self.file] {
      let outcome = try Self.read(Self.file + tail, engine)
      #expect(outcome == Outcome(content: Self.content, failure: .trailingGarbage), "\(tail)")
    }
    #expect(
      try Self.read(Self.file + [0x1f], engine)
        == Outcome(content: Self.content, failure: .truncated))
  }

  @Test(
    "headers with extra fields, a name, a comment and a checksum are passed", arguments: engines)
  func headers(engine: GzipInput.Engine) throws {
    let script = """
      import struct, sys, zlib
      flags = int(sys.argv[1])
      head = struct.pack('<BBBBIBB', 31, 139, 8, flags, 1700000000, 2, 3)
      if flags & 4: head += struct.pack('<H', 5) + b'ab\\x01\\x00z'
      if flags & 8: head += b'orders.csv\\0'
      if flags & 16: head += b'a comment\\0'
      if flags & 2: head += struct.pack('<H', zlib.crc32(head) & 0xffff)
      body = sys.stdin.buffer.read()
      c = zlib.compressobj(6, zlib.DEFLATED, -15)
      data = c.compress(body) + c.flush()
      sys.stdout.buffer.write(head + data + struct.pack('<II', zlib.crc32(body), len(body)))
      """
    for flags in [0, 1, 2, 4, 8, 16, 4 | 8, 2 | 4 | 8 | 16] {
      let bytes = try Python.run(script, ["\(flags)"], input: Self.contents[0])
      #expect(
        try Self.read(bytes, engine) == Outcome(content: Self.contents[0]), "flags \(flags)")
      let header = bytes.count - (Self.members[0].count - 10)
      for cut in 10..<header {
        let outcome = try Self.read(Array(bytes[..<cut]), engine)
        #expect(outcome == Outcome(failure: .truncated), "flags \(flags), cut at \(cut)")
      }
      if flags & 2 != 0 {
        for place in [4, header - 2, header - 1] {
          var changed = bytes
          changed[place] ^= 1
          #expect(try Self.read(changed, engine) == Outcome(failure: .corrupt), "byte \(place)")
        }
      }
    }
  }

  @Test("bytes that trickle in one at a time through a pipe are read the same", arguments: engines)
  func pipe(engine: GzipInput.Engine) throws {
    let folder = try TemporaryFolder()
    let fifo = folder.path + "/fifo"
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    let path = try folder.write("file", Self.file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import os, sys
      out = os.open(sys.argv[2], os.O_WRONLY)
      for byte in open(sys.argv[1], 'rb').read(): os.write(out, bytes([byte]))
      """, path, fifo,
    ]
    try process.run()
    let input = try GzipInput(path: fifo, engine: engine)
    #expect(input.compressedSize == nil)
    #expect(Self.read(input, chunk: 5) == Outcome(content: Self.content))
    #expect(input.members == 3)
    process.waitUntilExit()
  }

  @Test("the first bytes decide what is gzip, not the name")
  func detection() throws {
    let plain = Array("id\n1\n".utf8)
    #expect(try Self.read(plain, .fastest) == Outcome(content: plain))
    #expect(try Self.read(plain, .fastest, compression: .gzip) == Outcome(failure: .corrupt))
    #expect(try Self.read(Self.file, .fastest, compression: .none) == Outcome(content: Self.file))
    for compression in GzipInput.Compression.allCases {
      #expect(try Self.read([], .fastest, compression: compression) == Outcome())
    }
    for short: [UInt8] in [[0x1f], [0x1f, 0x8c], [0x0a]] {
      #expect(try Self.read(short, .fastest) == Outcome(content: short))
    }
  }

  @Test("a missing file and a folder are told apart before any byte is read")
  func opening() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: InputError.self) {
      _ = try GzipInput(path: folder.path + "/none.gz")
    }
    #expect(missing?.kind == .io(FileError(.open, path: folder.path + "/none.gz", code: ENOENT)))
    let wrong = #expect(throws: InputError.self) { _ = try GzipInput(path: folder.path) }
    #expect(wrong?.description == "cannot open \(folder.path): Is a directory")
  }

  @Test("another thread may read ahead at any time; content, damage and places stay the same")
  func readingAhead() throws {
    let folder = try TemporaryFolder()
    let body = (0..<200_000).map { "\($0),\($0 &* 2_654_435_761 % 1_000_003)\n" }.joined()
    let sound = try Python.run(Self.compress, ["6"], input: Array(body.utf8))
    #expect(sound.count > 3 * 256 * 1024)
    var damaged = sound
    damaged[2 * 256 * 1024] ^= 0x55
    for bytes in [sound, damaged, Array(sound.dropLast(5)), Self.file] {
      let path = try folder.write("part.csv.gz", bytes)
      let alone = try GzipInput(path: path)
      let expected = Self.read(alone, chunk: 50_000)
      let input = try GzipInput(path: path)
      let blocks = input.blocks
      let isDone = Atomic(false)
      let thread = Thread { while !isDone.load(ordering: .relaxed) { blocks.readAhead() } }
      thread.start()
      let outcome = Self.read(input, chunk: 50_000)
      isDone.store(true, ordering: .relaxed)
      #expect(outcome == expected)
      #expect(input.compressedBytesRead == alone.compressedBytesRead || expected.failure != nil)
      #expect(input.compressedChecksum == alone.compressedChecksum || expected.failure != nil)
    }
  }

  @Test("large and random data agrees with Python's gzip, in both engines", arguments: 0..<12)
  func differential(round: Int) throws {
    let seed = UInt64.random(in: 0..<1 << 32)
    let script = """
      import gzip, hashlib, random, sys, zlib
      r = random.Random(int(sys.argv[1]))
      out, whole = b'', b''
      for _ in range(r.randint(1, 5)):
        size = r.choice([0, 1, 100, 32768, 65536, 300000, 1500000])
        kind = r.randint(0, 3)
        if kind == 0: body = r.randbytes(size)
        elif kind == 1: body = bytes(size)
        elif kind == 2: body = b''.join(b'%d,%x\\n' % (i, r.getrandbits(20)) for i in range(size // 9))
        else: body = bytes(r.choices(b'ab', k=min(size, 65536)))
        out += gzip.compress(body, r.randint(0, 9), mtime=0)
        whole += body
      head = b'%08x%08x' % (zlib.crc32(out), zlib.crc32(whole))
      sys.stdout.buffer.write(head + len(whole).to_bytes(8, 'little') + out)
      """
    let answer = try Python.run(script, ["\(seed)"])
    let sums = String(decoding: answer[..<16], as: UTF8.self)
    let length = answer[16..<24].reversed().reduce(0) { $0 << 8 | Int($1) }
    let folder = try TemporaryFolder()
    let path = try folder.write("random.gz", Array(answer[24...]))
    for engine in Self.engines {
      for chunk in [70_000, 1 << 20] + [Int.random(in: 500..<70_000)] {
        let input = try GzipInput(path: path, engine: engine)
        let outcome = Self.read(input, chunk: chunk)
        var checksum = CRC32()
        checksum.update(outcome.content.span)
        #expect(outcome.failure == nil, "seed \(seed), chunk \(chunk)")
        #expect(outcome.content.count == length, "seed \(seed), chunk \(chunk)")
        #expect(input.bytesRead == length, "seed \(seed), chunk \(chunk)")
        #expect(input.compressedBytesRead == answer.count - 24, "seed \(seed)")
        let found = [input.compressedChecksum.value, checksum.value].map(Self.hex).joined()
        #expect(found == sums, "seed \(seed), chunk \(chunk), \(engine)")
      }
    }
  }

  static func hex(_ value: UInt32) -> String {
    String(repeating: "0", count: 8 - String(value, radix: 16).count) + String(value, radix: 16)
  }
}

extension ByteBuffer {
  /// A copy of all bytes, to compare.
  var array: [UInt8] {
    var copy: [UInt8] = []
    let span = bytes
    copy.reserveCapacity(span.count)
    for index in span.indices { copy.append(span[index]) }
    return copy
  }
}
