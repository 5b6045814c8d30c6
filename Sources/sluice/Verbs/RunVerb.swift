import Bytes
import CommandKit
import Pipelines
import Synchronization
import Table

/// `sluice run`.
struct RunVerb {
  private let console: Console
  private var invocation: Invocation { console.invocation }

  init(_ console: Console) { self.console = console }

  func perform() -> ExitCode {
    let workspace: Workspace
    do throws(Problems) {
      try checkScratch()
      workspace = try Workspace(paths: invocation.positionals, variables: console.variables)
    } catch {
      return console.fail(
        error.all, "nothing was run: \(NumberText.counted(error.all.count, "mistake"))")
    }
    let progress = Mutex(Progress(on: console.errors))
    var settings = console.runSettings()
    settings.limit = invocation.count("limit")
    settings.isDryRun = invocation.flag("dry-run")
    settings.isProfiled = invocation.flag("profile")
    if !console.isQuiet, console.errors.canRepaint {
      settings.progress = { state in
        progress.withLock {
          $0.update(
            rows: state.rows, bytes: state.bytes,
            totalBytes: state.totalBytes > 0 ? state.totalBytes : nil)
        }
      }
    }
    var results: [RunResult] = []
    do throws(Problem) {
      _ = try workspace.run(settings) { result in
        progress.withLock { $0.clear() }
        results.append(result)
        tell(result)
      }
    } catch {
      progress.withLock { $0.clear() }
      if error.code == .readerGone { return .clean }
      let names = results.map(\.name).joined(separator: ", ")
      return console.fail(
        [error],
        (error.code == .interrupted ? "" : "stopped; ")
          + (results.isEmpty ? "nothing was published" : "published before it: \(names)"))
    }
    return finish(results)
  }

  /// A folder for temporary files that is not there is found before hours of work need it.
  private func checkScratch() throws(Problems) {
    guard let folder = invocation.value("tmp") else { return }
    let entry: FileEntry?
    do throws(FileError) { entry = try FileEntry.find(folder) } catch { entry = nil }
    if entry?.kind == .folder { return }
    throw Problems(
      Problem(
        .badOption, "there is no folder `\(folder)` for temporary files",
        hint: "make it, or give `--tmp` another"))
  }

  /// On a terminal every pipeline has its line; under cron only what is wrong is said.
  private func tell(_ result: RunResult) {
    let isWatched = console.errors.isTerminal && !console.isQuiet
    if isWatched || invocation.flag("profile") { console.tell(RunReport.line(result)) }
    if invocation.flag("profile") { console.tell(RunReport.profile(result)) }
    for warning in result.warnings { console.warn(warning) }
    if result.isBeyondTolerance {
      let count = result.ledger.rejected
      let share = NumberText.counted(count, "row") + (count == 1 ? " was" : " were") + " rejected"
      let place = result.rejectsPath.map { "; see \($0)" } ?? ""
      console.errors.stream.say("sluice: \(result.name): \(share)\(place)\n")
    }
  }

  private func finish(_ results: [RunResult]) -> ExitCode {
    let report = RunReport(results).json
    if let path = invocation.value("report") {
      do throws(FileError) {
        let file = try AtomicFile(path: path, durability: .unsynced)
        try file.write(ByteBuffer(report.pretty))
        try file.publish()
      } catch {
        console.errors.stream.say("sluice: cannot write the report: \(error)\n")
        return .input
      }
    }
    if invocation.flag("json") {
      let code = console.print(report.pretty)
      if code != .clean { return code }
    }
    return results.contains { $0.isBeyondTolerance } ? .rowsRejected : .clean
  }
}
