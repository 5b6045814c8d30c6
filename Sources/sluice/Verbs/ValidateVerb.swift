import Bytes
import CommandKit
import Pipelines
import Synchronization
import Table

/// `sluice validate`.
struct ValidateVerb {
  private let console: Console
  private var invocation: Invocation { console.invocation }

  init(_ console: Console) { self.console = console }

  func perform() -> ExitCode {
    let progress = Mutex(Progress(on: console.errors))
    var settings = ValidateSettings()
    settings.kind = invocation.value("as").flatMap(ValidateSettings.kind)
    settings.wire = invocation.value("for").flatMap(ValidateSettings.wire)
    settings.dialect = invocation.value("dialect").flatMap(ValidateSettings.dialect)
    do throws(Problems) { settings.pipeline = try pipeline() } catch {
      return console.fail(error.all, "there is no verdict")
    }
    settings.maxFindings = invocation.count("max-findings") ?? settings.maxFindings
    settings.splitFolder = invocation.value("split")
    settings.run = console.runSettings()
    if !console.isQuiet, console.errors.canRepaint {
      settings.run.progress = { state in
        progress.withLock { $0.update(rows: state.rows, bytes: state.bytes, totalBytes: nil) }
      }
    }
    let result: ValidationResult
    do throws(Problem) {
      result = try Validation.run(invocation.positionals, settings)
      progress.withLock { $0.clear() }
      if let path = invocation.value("html") { try write(result.html, to: path) }
    } catch {
      progress.withLock { $0.clear() }
      return console.fail([error], "there is no verdict")
    }
    return report(result)
  }

  /// What the pipeline of `--pipeline` says of its files.
  private func pipeline() throws(Problems) -> DeclaredFiles? {
    guard let path = invocation.value("pipeline") else {
      if !invocation.positionals.isEmpty { return nil }
      throw Problems(
        Problem(
          .badOption, "`sluice validate` is told no file",
          hint: "name files, or the pipeline that reads them with --pipeline"))
    }
    for option in ["as", "for", "dialect"] where invocation.value(option) != nil {
      throw Problems(
        Problem(
          .badOption, "`--\(option)` says what `--pipeline` says already", hint: "leave one out"))
    }
    return try DeclaredFiles(pipeline: path, variables: console.variables)
  }

  private func report(_ result: ValidationResult) -> ExitCode {
    let severity = ValidateSettings.severity(invocation.value("fail-on") ?? "error")
    let fails = result.fails(on: severity)
    let text: String
    if invocation.flag("sarif") {
      text = result.sarif.pretty
    } else if invocation.flag("json") {
      text = result.json.pretty
    } else if console.isQuiet, !fails {
      return .clean
    } else {
      text = result.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { PrintableText.escaping(String($0)) }.joined(separator: "\n")
    }
    let code = console.print(text)
    if code != .clean { return code }
    return fails ? .rowsRejected : .clean
  }

  private func write(_ page: String, to path: String) throws(Problem) {
    do throws(FileError) {
      let file = try AtomicFile(path: path, durability: .unsynced)
      try file.write(ByteBuffer(page))
      try file.publish()
    } catch {
      throw Problem(.cannotWrite, "cannot write the page: \(error.message)", at: Place(file: path))
    }
  }
}
