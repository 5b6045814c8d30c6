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

  /// Where the time of a run went, step by step, for `--profile`.
  public static func profile(_ result: RunResult) -> String {
    guard let profiler = result.profiler else { return "" }
    let ledger = result.ledger
    var table = TextTable([
      .init("step"), .init("rows in", .right), .init("rows out", .right),
      .init("bytes out", .right), .init("thread seconds", .right), .init("memory", .right),
    ])
    func add(
      _ name: String, _ step: Profiler.Step, rowsIn: Int? = nil, rowsOut: Int, bytes: Int? = nil
    ) {
      let use = profiler[step]
      let milliseconds = Int(seconds(use.time) * 1000)
      table.append([
        name, rowsIn.map(NumberText.grouped) ?? "", NumberText.grouped(rowsOut),
        ByteCount.text(bytes ?? use.bytes),
        "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())",
        ByteCount.binaryText(use.memory),
      ])
    }
    func add(_ input: Ledger.Input, _ key: RunAccount.InputKey) {
      add(
        "read \(input.name)", .reading(key), rowsOut: input.read - input.rejected,
        bytes: input.bytes)
    }
    // An input that several joins look rows up in is read once.
    for (index, side) in ledger.sides.enumerated()
    where !ledger.sides[..<index].contains(where: { $0.name == side.name }) {
      add(side, .side(index))
    }
    add(ledger.main, .main)
    for (index, stage) in ledger.stages.enumerated() {
      add(stage.name, .stage(index), rowsIn: stage.rowsIn, rowsOut: stage.rowsOut)
    }
    add(
      "write", .output, rowsIn: ledger.emitted + ledger.outputRejected, rowsOut: ledger.emitted,
      bytes: result.outputBytes)
    let read = result.files.reduce(0) { $0 + $1.bytes }
    return table.plain()
      + "read \(ByteCount.text(read)), wrote \(ByteCount.text(result.outputBytes));"
      + " the most memory held so far: \(ByteCount.binaryText(profiler.mostMemory))"
  }

  private static func seconds(_ duration: Duration) -> Double {
    let milliseconds =
      duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    return Double(milliseconds) / 1000
  }
}
