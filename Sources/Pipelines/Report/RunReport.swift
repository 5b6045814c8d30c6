import Bytes
import CommandKit
import StageKit

/// What a run prints and writes about itself.
public struct RunReport {
  private let results: [RunResult]

  public init(_ results: [RunResult]) { self.results = results }

  /// For `--json` and `--report`.
  public var json: JSONText {
    .object([
      .init("version", .string(CommandLineTool.sluiceVersion)),
      .init("pipelines", .array(results.map(RunReport.json))),
    ])
  }

  private static func json(_ result: RunResult) -> JSONText {
    var members: [JSONText.Member] = [
      .init("pipeline", .string(result.name)),
      .init("file", .string(result.plan.document.file)),
      .init("output", .optional(result.outputPath)),
      .init("rows", .integer(result.ledger.emitted)),
      .init("bytes", .integer(result.outputBytes)),
      .init("sha256", .optional(result.sha256)),
      .init("rejected", .integer(result.ledger.rejected)),
      .init("rejects", .optional(result.rejectsPath)),
      .init("seconds", .double(seconds(result.duration))),
      .init("ledger", result.ledger.json),
    ]
    if !result.unknownKeys.isEmpty {
      members.append(
        .init(
          "unknown_keys",
          .array(
            result.unknownKeys.map { key in
              [
                "input": .string(key.input), "key": .string(key.name),
                "place": .string(key.place.rendered),
              ]
            })))
    }
    return .object(members)
  }

  /// One pipeline's line for people: what went in, what became of it, where it is.
  public static func line(_ result: RunResult) -> String {
    let place = result.outputPath.map { " → \($0)" } ?? ""
    return "\(result.name): \(result.ledger.line)\(place)"
      + " (\(ByteCount.text(result.outputBytes)), \(DurationText.text(result.duration)))"
  }

  /// Rows and seconds of each stage, then the bytes and the memory of the whole run, for `--profile`.
  public static func profile(_ result: RunResult) -> String {
    var table = TextTable([
      .init("stage"), .init("rows in", .right), .init("rows out", .right),
      .init("thread seconds", .right),
    ])
    for stage in result.ledger.stages {
      table.append([
        stage.name, NumberText.grouped(stage.rowsIn), NumberText.grouped(stage.rowsOut),
        String(stage.nanoseconds / 1_000_000_000) + "."
          + String(1000 + stage.nanoseconds / 1_000_000 % 1000).dropFirst(),
      ])
    }
    let read = result.files.reduce(0) { $0 + $1.bytes }
    return table.plain()
      + "read \(ByteCount.text(read)), wrote \(ByteCount.text(result.outputBytes));"
      + " the most memory held so far: \(ByteCount.binaryText(peakMemory))"
  }

  private static func seconds(_ duration: Duration) -> Double {
    let milliseconds =
      duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    return Double(milliseconds) / 1000
  }
}
