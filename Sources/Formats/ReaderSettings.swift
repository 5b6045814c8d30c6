import Table

/// How much a reader takes at a time; results never depend on it.
public struct ReaderSettings: Sendable {
  /// Decompressed bytes a chunk aims at; one chunk becomes one batch.
  public var chunkBytes = 768 * 1024 { didSet { chunkBytes = ReaderSettings.bounded(chunkBytes) } }
  /// A record of more bytes is rejected, so that an unclosed quote cannot take all memory.
  public var longestRecord = 16 * 1024 * 1024 {
    didSet { longestRecord = ReaderSettings.bounded(longestRecord) }
  }
  /// Off in tests alone, which compare the index with the machine that specifies it.
  var usesIndex = true

  public init() {}

  /// Offsets in an index have 30 bits, and a buffer holds up to a chunk and two records.
  private static func bounded(_ bytes: Int) -> Int { min(max(bytes, 1), 256 * 1024 * 1024) }
}

/// One file of an input, opened when its turn comes.
public struct InputPart: Sendable {
  /// As the user wrote it or as the glob found it.
  public let name: String
  /// The run's number of the file.
  public let file: Int
  /// A guess of its decompressed size; 0 when unknown.
  public let expectedBytes: Int
  public let open: @Sendable () throws(Problem) -> any ByteSource

  public init(
    name: String, file: Int, expectedBytes: Int = 0,
    open: @escaping @Sendable () throws(Problem) -> any ByteSource
  ) {
    self.name = name
    self.file = file
    self.expectedBytes = expectedBytes
    self.open = open
  }
}
