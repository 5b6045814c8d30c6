import Bytes
import Table

/// The keys of the first objects of an NDJSON file, in the order they come up: its columns.
public enum NDJSONKeys {
  /// Decompressed bytes that are looked at.
  public static let sampleBytes = 1024 * 1024

  /// - Throws: what makes the file unreadable as far as it is looked at; lines that are no objects are passed over here.
  public static func sample(_ part: InputPart) throws(Problem) -> [String] {
    var settings = ReaderSettings()
    settings.chunkBytes = sampleBytes
    let reader = NDJSONReader(part, settings: settings)
    var names: [String] = []
    guard let chunk = try reader.next() else { return names }
    try reader.check()
    // The walk notes a bounded number of unknown keys at once, so it is repeated with those that are known.
    while true {
      let parser = NDJSONParser(
        schema: Schema(names.map { Schema.Field($0, .json) }), needed: [], dialect: .standard)
      let found = parser.parse(chunk).unknownKeys.map(\.name)
      let new = found.filter { !names.contains($0) }
      if new.isEmpty { return names }
      for name in new where !names.contains(name) { names.append(name) }
    }
  }
}
