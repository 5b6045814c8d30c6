import Testing

@testable import Bytes

@Suite("Packed cells")
struct PackedCellTests {
  private func packed(_ text: String?, _ prefixes: HexPrefixes) -> [UInt8] {
    let source = ByteBuffer(text ?? "")
    let cell = text == nil ? Slice.null : Slice(start: 0, length: source.count)
    let target = ByteBuffer()
    var reader = HexPrefixReader(prefixes)
    PackedCell.pack(cell, of: source, into: target, &reader)
    return target.values(UInt8.self, at: 0, count: target.count)
  }

  private func unpacked(_ bytes: [UInt8], _ prefixes: HexPrefixes) -> String? {
    let buffer = ByteBuffer()
    buffer.append(bytes)
    #expect(PackedCell.size(at: 0, in: buffer) == bytes.count)
    let target = ByteBuffer("before")
    let cell = PackedCell.unpack(at: 0, in: buffer, into: target, prefixes.all)
    return cell.isPresent ? target.text(cell) : nil
  }

  private static let digest = "98748d7b0573e2096c73987fcfae4f91"
  private static let uuid = "c20317aa-3601-4051-a926-43e463c6df98"

  @Test(
    "every cell comes back as it was",
    arguments: [
      "", "a", "é", "ent_" + digest, digest, "a-prefix-of-15b" + digest,
      "a-prefix-of-16by" + digest,
      uuid, uuid.uppercased(), "ent_" + digest.uppercased(), "ent_" + digest.dropLast() + "g",
      String(repeating: "x", count: 238), String(repeating: "x", count: 239),
      String(repeating: "x", count: 70_000), "c20317aa-3601-4051-a926+43e463c6df98",
    ])
  func roundTrip(text: String) {
    let prefixes = HexPrefixes()
    #expect(unpacked(packed(text, prefixes), prefixes) == text)
  }

  @Test("null, missing and the empty text are three things")
  func absent() {
    let prefixes = HexPrefixes()
    let target = ByteBuffer()
    var reader = HexPrefixReader(prefixes)
    for cell in [Slice.null, .missing, .empty] {
      PackedCell.pack(cell, of: target, into: target, &reader)
    }
    let found = (0..<3).map {
      PackedCell.unpack(at: $0, in: target, into: ByteBuffer(), prefixes.all)
    }
    #expect(found[0] == .null)
    #expect(found[1] == .missing)
    #expect(found[2].count == 0 && found[2].isPresent)
  }

  @Test("surrogate keys and UUIDs take half their bytes")
  func sizes() {
    let prefixes = HexPrefixes()
    #expect(packed("evt_" + Self.digest, prefixes).count == 18)
    #expect(packed(Self.uuid, prefixes).count == 17)
  }

  @Test("equal cells are equal bytes, whoever packs them and however many prefixes there are")
  func canonical() {
    let prefixes = HexPrefixes()
    var known: [String: [UInt8]] = [:]
    for round in 0..<2 {
      for number in 0..<300 {
        let text = "p\(number)_" + Self.digest
        let bytes = packed(text, prefixes)
        if round == 0 {
          known[text] = bytes
        } else {
          #expect(known[text] == bytes)
        }
        #expect(unpacked(bytes, prefixes) == text)
      }
    }
  }

  @Test("a byte that is no lower-case digit is seen in every place")
  func everyPlace() {
    let prefixes = HexPrefixes()
    for place in 0..<32 {
      for byte in UInt8.min...UInt8.max {
        var bytes = Array(Self.digest.utf8)
        bytes[place] = byte
        let source = ByteBuffer()
        source.append(bytes)
        let target = ByteBuffer()
        var reader = HexPrefixReader(prefixes)
        PackedCell.pack(Slice(start: 0, length: 32), of: source, into: target, &reader)
        let isDigit = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
        #expect((target.count == 18) == isDigit)
        let back = ByteBuffer()
        let cell = PackedCell.unpack(at: 0, in: target, into: back, prefixes.all)
        #expect(back.values(UInt8.self, at: Int(cell.start), count: cell.count) == bytes)
      }
    }
  }
}
