import Foundation
import Testing

/// A whole run as a user sees it: a folder with `cmd`, the files that it works on, and `expected`.
///
/// ```
/// Tests/Cases/wrong-column/
///   cmd          a bash script; `sluice` is the one just built
///   p.yaml …     copied to an empty folder, in which the script runs
///   expected     exit code, both streams, and every file that the script left, as text
/// ```
/// Files below `tmp/`, and manifests that `cmd` does not name, are not compared. Gzip is shown decompressed.
struct CaseFolder: Sendable, CustomTestStringConvertible {
  let name: String

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let cases = root.appending(path: "Tests/Cases")

  static let all: [CaseFolder] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: cases.path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted().map(CaseFolder.init)
  }()

  var testDescription: String { name }
  var folder: URL { Self.cases.appending(path: name) }
  var expectedFile: URL { folder.appending(path: "expected") }

  func command() throws -> String {
    try String(contentsOf: folder.appending(path: "cmd"), encoding: .utf8)
  }

  /// Runs the script in a copy of the folder, and gives what came of it as one text.
  func perform() throws -> String {
    let sandbox = try Sandbox()
    let given = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0 != "cmd" && $0 != "expected" }
    for file in given {
      try FileManager.default.copyItem(
        at: folder.appending(path: file), to: sandbox.folder.appending(path: file))
    }
    let before = try sandbox.files()
    let script = try command()
    let outcome = try sandbox.run(script)
    var text = "exit \(outcome.code)\n"
    text += section("stdout", outcome.output) + section("stderr", outcome.errors)
    for (file, bytes) in try sandbox.files().sorted(by: { $0.key < $1.key }) {
      if before[file] == bytes { continue }
      if file.hasSuffix(".manifest.json"), !script.contains("manifest") { continue }
      text += section(file, try sandbox.shown(file, bytes))
    }
    return masked(text, sandbox)
  }

  private func section(_ title: String, _ text: String) -> String {
    guard !text.isEmpty else { return "-- \(title): empty --\n" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let end = text.hasSuffix("\n") ? "" : "\n-- no final newline --\n"
    return "-- \(title) --\n" + lines.joined(separator: "\n") + end
  }

  /// What differs from run to run: the folder, times, and the plan's fingerprint.
  private func masked(_ text: String, _ sandbox: Sandbox) -> String {
    text.replacing(sandbox.folder.path, with: "CASE")
      .replacing(/"seconds": [0-9.e-]+/, with: "\"seconds\": 0")
      .replacing(/"plan": "[0-9a-f]+"/, with: "\"plan\": \"…\"")
  }
}
