import Bytes
import StageKit
import Synchronization
import Table

/// Who and what the records of a chunk are about, dealt out to partitions by hash.
///
/// ```
/// record   hash 16 │ hash of the other identity 16 │ origin 16 │ role, space, key bytes u32 │ key (at most 60 bytes)
/// ```
struct IdentityRecords: Sendable {
  /// What a key is a key of; one value in two spaces are two keys.
  enum Space: UInt8, Sendable {
    case person, object, message
  }

  /// What a record does with the one it names.
  enum Role: UInt8, Sendable {
    /// Writes it, known by its id.
    case written
    /// Writes a person known by an e-mail address, or an object together with a member.
    case addressed
    /// Refers to it.
    case referred
  }

  static let partitions = 64
  static let headBytes = 52
  static let longestKey = 60
  static let nobody = Hash128(low: 0, high: 0)

  /// Whether people and objects are written here, so that a reference to none of them means something.
  private(set) var known = IdentityVerdicts.Known()
  private(set) var parts = [ByteBuffer?](repeating: nil, count: partitions)
  private let folded = ByteBuffer(capacity: 256)

  /// - Parameter key: the identity; e-mail addresses are one whatever their case.
  mutating func add(
    _ space: Space, _ role: Role, _ key: Span<UInt8>, other: Hash128 = nobody, at origin: Origin
  ) {
    if role != .referred, space == .person { known.people = true }
    if role != .referred, space == .object { known.objects = true }
    let hash = self.hash(key, space)
    let index = Int(truncatingIfNeeded: hash.high) & (IdentityRecords.partitions - 1)
    let part: ByteBuffer
    if let open = parts[index] {
      part = open
    } else {
      part = ByteBuffer(capacity: 4096)
      parts[index] = part
    }
    let shown = min(key.count, IdentityRecords.longestKey)
    part.append(value: hash)
    part.append(value: other)
    part.append(value: origin)
    part.append(
      value: UInt32(role.rawValue) | UInt32(space.rawValue) << 8 | UInt32(shown) << 16)
    part.append(key.extracting(0..<shown))
  }

  /// The hash that an identity is compared by.
  func hash(_ key: Span<UInt8>, _ space: Space) -> Hash128 {
    var isAddress = false
    var hasCapital = false
    for index in key.indices {
      let byte = key[index]
      if byte == 0x40 { isAddress = true }
      if byte &- 0x41 < 26 { hasCapital = true }
    }
    guard space == .person, isAddress, hasCapital else {
      return hash128(key, seed: UInt64(space.rawValue))
    }
    folded.removeAll()
    for index in key.indices {
      let byte = key[index]
      folded.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
    return hash128(folded.bytes, seed: UInt64(space.rawValue))
  }
}

/// The identities of a whole command, on disk past a bound.
final class IdentityStore: Sendable {
  private struct Partition {
    var open = ByteBuffer(capacity: 0)
    var extents: [SpillFile.Extent] = []
  }

  private let spill: SpillFile
  private let blockBytes: Int
  private let partitions: Mutex<[Partition]>
  private let knownSoFar = Mutex(IdentityVerdicts.Known())

  init(_ settings: RunSettings) {
    spill = SpillFile(folder: settings.scratch, memory: settings.memory / 2)
    blockBytes = max(4096, min(256 * 1024, settings.memory / 4 / IdentityRecords.partitions))
    partitions = Mutex((0..<IdentityRecords.partitions).map { _ in Partition() })
  }

  /// Lays a chunk's records away; called in the order of the files.
  func add(_ records: IdentityRecords) throws(Problem) {
    knownSoFar.withLock {
      $0.people = $0.people || records.known.people
      $0.objects = $0.objects || records.known.objects
    }
    try partitions.withLock { (partitions: inout [Partition]) throws(Problem) in
      for (index, part) in records.parts.enumerated() {
        guard let part else { continue }
        let open = partitions[index].open
        open.append(Slice(start: 0, length: part.count), of: part)
        guard open.count >= blockBytes else { continue }
        partitions[index].extents.append(try spill.appendCopy(open))
        open.removeAll()
      }
    }
  }

  /// What is written by any file so far.
  var known: IdentityVerdicts.Known { knownSoFar.withLock { $0 } }

  /// All records of a partition, in the order of the files.
  func read(_ partition: Int) throws(Problem) -> ByteBuffer {
    let found = partitions.withLock { $0[partition] }
    let count = found.extents.reduce(found.open.count) { $0 + $1.count }
    let whole = ByteBuffer(capacity: count)
    for extent in found.extents { try spill.read(extent, into: whole) }
    whole.append(Slice(start: 0, length: found.open.count), of: found.open)
    return whole
  }
}
