import CustomerIO
import StageKit
import Table

/// What came of one pipeline's run.
public struct RunResult: Sendable {
  /// A file that was read to its end.
  public struct ReadFile: Sendable {
    public var path: String
    /// As it lies on disk.
    public var bytes: Int
    /// CRC-32 of those bytes.
    public var checksum: UInt32
  }

  /// A key of NDJSON objects that came up after the columns were known, and is not in the output.
  public struct UnknownKey: Sendable {
    public var input: String
    public var name: String
    public var place: Place
  }

  public let plan: Plan
  public let ledger: Ledger
  public let files: [ReadFile]
  public let unknownKeys: [UnknownKey]
  public let duration: Duration
  /// What each step took, if that was asked for.
  let profiler: Profiler?
  var output: OutputWriter.Summary?
  var rejects: OutputWriter.Summary?
  var captured: SpilledRows?

  public var name: String { plan.name }
  public var outputPath: String? { output?.path }
  public var outputBytes: Int { output?.bytes ?? 0 }
  public var sha256: String? { output?.sha256 }
  public var rejectsPath: String? { rejects?.path }

  /// Whether more rows were rejected than their inputs tolerate.
  public var isBeyondTolerance: Bool {
    !plan.main.declaration.badRows.tolerate.accepts(
      rejected: ledger.rejected, of: ledger.main.read)
  }
}

extension RunResult {
  /// What is odd though the run went well.
  public var warnings: [Problem] {
    var found = plan.output.encoder.notices.map { notice in
      var notice = notice
      if notice.place?.file.isEmpty ?? true { notice.place = plan.document.output.kindPlace }
      return notice
    }
    found += unknownKeys.map { key in
      Problem(
        .unknownColumn,
        "the key `\(key.name)` came up after the columns of `\(key.input)` were known, and is left out",
        at: key.place, hint: "name it under `types:` of the input to read it")
    }
    return found
  }
}
