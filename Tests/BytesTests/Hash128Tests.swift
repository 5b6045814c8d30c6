import Bytes
import Testing

@Suite("Hashes of keys")
struct Hash128Tests {
  @Test("the hash is XXH3's, as its authors publish it")
  func published() {
    // The value of XXH3_128bits for no bytes, as in the xxHash specification's test vectors.
    let empty = hash128([UInt8]().span)
    #expect(empty.high == 0x99aa_06d3_0147_98d8 && empty.low == 0x6001_c324_468d_497f)
  }

  @Test("a column's hashes are those of its cells, wherever they lie")
  func column() {
    let buffer = ByteBuffer("key-another-key")
    let slices = [
      Slice(start: 0, length: 3), Slice(start: 12, length: 3), Slice(start: 4, length: 7), .null,
      .missing, .empty,
    ]
    let hashes = hash128(of: slices, in: buffer)
    #expect(hashes[0] == hashes[1])
    #expect(hashes[2] == hash128(Array("another".utf8).span))
    #expect(hashes[5] == hash128([UInt8]().span))
    #expect(Set(hashes).count == 5)
  }
}
