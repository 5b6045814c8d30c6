import Bytes
import TestKit
import Testing

@Suite("Columns and rows as records")
struct RecordTests {
  /// Random cells of which some are absent, some empty and some long.
  private func cells(
    _ random: inout Seeded, _ count: Int, longest: Int = 300
  ) -> (buffer: ByteBuffer, slices: [Slice]) {
    let buffer = ByteBuffer("in front")
    var slices: [Slice] = []
    for _ in 0..<count {
      switch random.int(0...9) {
      case 0: slices.append(.null)
      case 1: slices.append(.missing)
      case 2: slices.append(.empty)
      default:
        let length = random.int(0...(random.chance(5) ? longest : 40))
        slices.append(Slice(start: buffer.count, length: length))
        for _ in 0..<length { buffer.append(UInt8(random.pick([0, 1, 0x61, 0x7f, 0xff]))) }
      }
    }
    return (buffer, slices)
  }

  private func content(_ slice: Slice, _ buffer: ByteBuffer) -> [UInt8]? {
    guard slice.isPresent else { return nil }
    let bytes = buffer.bytes(slice)
    return bytes.indices.map { bytes[$0] }
  }

  @Test("packed cells come back as they were, absent ones of both kinds too")
  func packing() {
    var random = Seeded(for: "packed columns")
    for longest in [40, 253, 254, 255, 1000] {
      for _ in 0..<200 {
        let (buffer, slices) = cells(&random, random.int(0...40), longest: longest)
        let frame = ByteBuffer("head")
        frame.append(packed: slices, of: buffer)
        frame.append("tail")
        var offset = 4
        let back = frame.packedCells(slices.count, at: &offset)
        #expect(offset == frame.count - 4)
        #expect(back.map { content($0, frame) } == slices.map { content($0, buffer) })
        #expect(back.map(\.isMissing) == slices.map(\.isMissing), "seed \(random.seed)")
      }
    }
  }

  /// What a row is ordered by, compared value by value.
  private enum Value: Equatable {
    case none
    case bytes([UInt8])
    case instant(Instant)
    case truth(UInt8)
  }

  private func values(_ term: KeyTerm) -> [Value] {
    switch term.values {
    case .text(let buffer, let slices), .bytes(let buffer, let slices):
      slices.map { content($0, buffer).map(Value.bytes) ?? .none }
    case .instants(let instants): instants.map { $0.isPresent ? .instant($0) : .none }
    case .truths(let truths): truths.map { $0 < 2 ? .truth($0) : .none }
    }
  }

  /// Negative, zero or positive, as SQL orders values.
  private func order(_ left: Value, _ right: Value, _ term: KeyTerm) -> Int {
    let sign = term.isDescending ? -1 : 1
    switch (left, right) {
    case (.none, .none): return 0
    case (.none, _): return term.nullsFirst ? -1 : 1
    case (_, .none): return term.nullsFirst ? 1 : -1
    case (.bytes(let a), .bytes(let b)):
      return a == b ? 0 : a.lexicographicallyPrecedes(b) ? -sign : sign
    case (.instant(let a), .instant(let b)): return a == b ? 0 : a < b ? -sign : sign
    case (.truth(let a), .truth(let b)): return a == b ? 0 : a < b ? -sign : sign
    default: return 0
    }
  }

  @Test("the byte order of keys is the order of their values, whatever the terms")
  func orderedKeys() {
    var random = Seeded(for: "ordered keys")
    for _ in 0..<400 {
      let count = random.int(1...12)
      let terms = (0..<random.int(1...3)).map { _ -> KeyTerm in
        let values: KeyTerm.Values
        switch random.int(0...2) {
        case 0:
          let (buffer, slices) = cells(&random, count, longest: 60)
          values = .text(buffer, slices)
        case 1:
          values = .instants(
            (0..<count).map { _ in
              random.chance(20)
                ? random.pick([.null, .missing])
                : Instant(
                  seconds: random.pick([-1, 0, 1, .min, .max, 1_700_000_000]),
                  nanoseconds: random.pick([0, 1, 999_999_999]))
            })
        default: values = .truths((0..<count).map { _ in random.pick([0, 1, 2, 3]) })
        }
        return KeyTerm(values, isDescending: random.chance(50), nullsFirst: random.chance(50))
      }
      let (buffer, keys) = Bytes.orderedKeys(terms, count: count)
      let columns = terms.map(values)
      for left in 0..<count {
        for right in 0..<count {
          let wanted =
            zip(terms, columns).lazy.map { order($1[left], $1[right], $0) }.first { $0 != 0 } ?? 0
          let found = buffer.compare(keys[left].range, buffer, keys[right].range)
          #expect((found < 0) == (wanted < 0) && (found > 0) == (wanted > 0), "seed \(random.seed)")
        }
      }
    }
  }

  @Test(
    "each row with a key has one record, in the partition of its hash, in the order of the rows")
  func dealing() {
    var random = Seeded(for: "dealt records")
    for partitions in [1, 2, 16, 64] {
      for _ in 0..<60 {
        let keys = cells(&random, random.int(0...50))
        let more = random.chance(50) ? cells(&random, keys.slices.count) : nil
        let dealt = DealtRecords(
          (keys.buffer, keys.slices), more: more.map { ($0.buffer, $0.slices) },
          partitions: partitions)
        let hashes = hash128(of: keys.slices, in: keys.buffer)
        var found: [Int] = []
        for partition in 0..<partitions {
          var at = dealt.range(of: partition).lowerBound
          var last = -1
          while at < dealt.range(of: partition).upperBound {
            let row = Int(dealt.buffer.value(UInt32.self, at: at + 8))
            let key = Int(dealt.buffer.value(UInt32.self, at: at + 12))
            let extra = Int(dealt.buffer.value(UInt32.self, at: at + 16))
            #expect(dealt.buffer.value(UInt64.self, at: at) == hashes[row].low)
            #expect(hashes[row].high & UInt64(partitions - 1) == UInt64(partition))
            #expect(row > last)
            last = row
            found.append(row)
            at += DealtRecords.headBytes
            #expect(
              content(Slice(start: at, length: key), dealt.buffer)
                == content(keys.slices[row], keys.buffer))
            let beside = more.flatMap { content($0.slices[row], $0.buffer) } ?? []
            #expect(content(Slice(start: at + key, length: extra), dealt.buffer) == beside)
            at += key + extra
          }
          #expect(at == dealt.range(of: partition).upperBound)
        }
        #expect(found.sorted() == keys.slices.indices.filter { keys.slices[$0].isPresent })
      }
    }
  }
}
