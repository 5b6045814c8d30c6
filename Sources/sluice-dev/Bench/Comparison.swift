#if canImport(Glibc)
  import Glibc
#endif

/// One kernel and its twin, measured over the same data.
struct Comparison {
  enum Unit: String {
    case gigabytes = "GB/s"
    case values = "M values/s"
  }

  static let rounds = 5

  let kernel: String
  let twin: String
  let unit: Unit
  /// Bytes or values that one round goes through.
  let amount: Int
  /// Medians of all rounds, in the processor's time: what else runs on the machine takes none of it.
  let kernelSeconds: Double
  let twinSeconds: Double

  /// Billions of bytes or millions of values a second.
  func rate(_ seconds: Double) -> Double {
    Double(amount) / seconds / (unit == .gigabytes ? 1e9 : 1e6)
  }

  /// How many times as fast as the twin the kernel is.
  var ratio: Double { twinSeconds / kernelSeconds }

  /// Compares both over every batch, then measures them by turns; what they make is dropped batch by batch.
  ///
  /// - Parameter batches: as large as a run's, since memory for larger ones costs more than many a kernel.
  /// - Throws: ``BenchError`` when they disagree.
  static func measured<Batch, Found, Expected>(
    _ kernel: String, beside twin: String, _ amount: Int, _ unit: Unit, over batches: [Batch],
    kernel kernelWork: (Batch) throws(BenchError) -> Found,
    twin twinWork: (Batch) throws(BenchError) -> Expected,
    isSame: (Batch, Found, Expected) -> Bool
  ) throws(BenchError) -> Comparison {
    for batch in batches {
      guard isSame(batch, try kernelWork(batch), try twinWork(batch)) else {
        throw BenchError(message: "\(kernel) and its twin (\(twin)) disagree")
      }
    }
    var kernelTimes: [Double] = []
    var twinTimes: [Double] = []
    for _ in 0..<rounds {
      kernelTimes.append(try seconds(batches, kernelWork))
      twinTimes.append(try seconds(batches, twinWork))
    }
    return Comparison(
      kernel: kernel, twin: twin, unit: unit, amount: amount,
      kernelSeconds: kernelTimes.sorted()[rounds / 2], twinSeconds: twinTimes.sorted()[rounds / 2])
  }

  @inline(never)
  private static func seconds<Batch, Result>(
    _ batches: [Batch], _ work: (Batch) throws(BenchError) -> Result
  ) throws(BenchError) -> Double {
    let start = clock()
    for batch in batches { use(try work(batch)) }
    // POSIX has `clock` count millionths.
    return Double(clock() - start) / 1e6
  }

  /// Keeps the optimizer from leaving out what nobody reads.
  @inline(never) @_optimize(none)
  private static func use<Result>(_ result: Result) {}
}
