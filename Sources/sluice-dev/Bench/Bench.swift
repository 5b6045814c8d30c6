import CommandKit

/// `sluice-dev bench kernels`: kernels beside plain twins, in one process.
///
/// Only the ratios are worth quoting: both columns of a row come from the same minute of the same machine.
struct Bench {
  let isJSON: Bool

  func run() -> ExitCode {
    #if DEBUG
      StandardStream.error.say("sluice-dev bench: measures release builds only: -c release\n")
      return .usage
    #else
      do throws(BenchError) {
        let comparisons = try Bench.measured()
        StandardStream.output.say(isJSON ? json(comparisons).pretty : table(comparisons))
        return .clean
      } catch {
        StandardStream.error.say("sluice-dev bench: \(error.message)\n")
        return .internalError
      }
    #endif
  }

  private static func measured() throws(BenchError) -> [Comparison] {
    var all = try CSVBench().comparisons()
    all += try GzipBench().comparisons()
    all += try InstantBench().comparisons()
    all += try NumberBench().comparisons()
    all += try LowerBench().comparisons()
    all += try JSONStringBench().comparisons()
    all += try UTF8Bench().comparisons()
    return all
  }

  private func table(_ comparisons: [Comparison]) -> String {
    var table = TextTable([
      .init("kernel"), .init("twin"), .init("kernel's rate", .right),
      .init("twin's rate", .right), .init("unit"), .init("ratio", .right),
    ])
    for comparison in comparisons {
      table.append([
        comparison.kernel, comparison.twin,
        Bench.decimal(comparison.rate(comparison.kernelSeconds)),
        Bench.decimal(comparison.rate(comparison.twinSeconds)), comparison.unit.rawValue,
        Bench.decimal(comparison.ratio) + "×",
      ])
    }
    return table.markdown
  }

  private func json(_ comparisons: [Comparison]) -> JSONText {
    [
      "rounds": .integer(Comparison.rounds), "seed": .integer(Int(BenchRandom.seed)),
      "kernels": .array(
        comparisons.map { comparison in
          [
            "kernel": .string(comparison.kernel), "twin": .string(comparison.twin),
            "unit": .string(comparison.unit.rawValue), "amount": .integer(comparison.amount),
            "kernelSeconds": .double(comparison.kernelSeconds),
            "twinSeconds": .double(comparison.twinSeconds),
            "kernelRate": .double(comparison.rate(comparison.kernelSeconds)),
            "twinRate": .double(comparison.rate(comparison.twinSeconds)),
            "ratio": .double(comparison.ratio),
          ]
        }),
    ]
  }

  /// Two places after the point.
  private static func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
