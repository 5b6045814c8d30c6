import Bytes
import Formats
import StageKit
import Table

/// Rows as they stand in their files, read again by their places; for rejects that came without their bytes.
struct RawRows {
  /// A row's file and the place of its first byte in it.
  struct Key: Hashable {
    let file: Int
    let offset: UInt64

    init(_ origin: Origin) {
      file = origin.file
      offset = origin.offset
    }
  }

  typealias Raw = (buffer: ByteBuffer, slice: Slice)

  /// All rows together; what is past it is left out.
  static let maximumBytes = 64 << 20

  let files: FileTable
  let settings: RunSettings

  /// Goes through each file once, up to the last row that is asked for.
  ///
  /// - Returns: the rows that could be read again; a stream's and a changed file's are not among them.
  func find(_ origins: [Origin]) -> [Key: Raw] {
    var wanted: [Int: Set<UInt64>] = [:]
    for origin in origins { wanted[origin.file, default: []].insert(origin.offset) }
    let entries = files.entries
    let found = ByteBuffer()
    var slices: [Key: Slice] = [:]
    for (number, offsets) in wanted.sorted(by: { $0.key < $1.key })
    where entries.indices.contains(number) && !entries[number].file.isStream {
      // The rejects are written with what there is: they stand for themselves without their bytes.
      try? find(offsets, number, entries[number], found, &slices)
    }
    return slices.mapValues { (found, $0) }
  }

  private func find(
    _ offsets: Set<UInt64>, _ number: Int, _ entry: FileTable.Entry, _ found: ByteBuffer,
    _ slices: inout [Key: Slice]
  ) throws(Problem) {
    let compression = entry.input.declaration.compression
    let part = InputPart(name: entry.file.path, file: number) { () throws(Problem) in
      try settings.files.open(entry.file, compression) { _ in }
    }
    let feed = Feed(entry.input, needed: [], parts: [part], settings: settings.reader)
    var left = offsets.count
    while left > 0, let item = try feed.next(part: 0) {
      var report = StageReport()
      guard case .chunk(let parsed) = try feed.parse(item, &report), let raw = parsed.batch.raw
      else { continue }
      for (origin, slice) in zip(parsed.batch.origins, raw.rows)
      where offsets.contains(origin.offset) {
        left -= 1
        guard found.count + slice.range.count <= Self.maximumBytes else { continue }
        slices[Key(origin)] = Slice(start: found.count, length: slice.range.count)
        found.append(slice, of: raw.buffer)
      }
    }
  }
}
