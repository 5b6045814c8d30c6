import Foundation
import Testing

/// What the guide shows is what happens.
///
/// `SLUICE_RECORD=1 swift test --filter GuideTests` writes the pages anew; read the diff.
@Suite struct GuideTests {
  static let isRecording = ProcessInfo.processInfo.environment["SLUICE_RECORD"] != nil

  @Test func `There are pages with commands to run`() throws {
    let commands = try GuidePage.pages.flatMap { try $0.steps() }.filter {
      if case .command = $0 { true } else { false }
    }
    #expect(commands.count > 10)
  }

  @Test(arguments: GuidePage.pages)
  func `Every command that a page shows prints what the page says`(page: GuidePage) throws {
    let folder = try Playground()
    defer { folder.remove() }
    var recorded: [String] = []
    for step in try page.steps() {
      switch step {
      case .file(let name, let text): try folder.write(text, to: name)
      case .command(let command):
        let printed = try folder.run(command.text)
        let isSame = Self.withoutTimes(printed) == Self.withoutTimes(command.expected)
        recorded.append(isSame ? command.expected : printed)
        if Self.isRecording { continue }
        #expect(
          isSame,
          "\(page.path):\(command.line): $ \(command.text)\n\(printed)")
      }
    }
    if Self.isRecording { try page.record(recorded) }
  }

  /// How long something took differs from run to run, and how small gzip makes it from library to library.
  private static func withoutTimes(_ text: String) -> String {
    text.replacing(/\b\d+(\.\d+)? (ms|s|µs)\b/, with: "a moment")
      .replacing(#/\(\d+(\.\d+)? k?B, /#, with: "(some bytes, ")
      .replacing(/"seconds": [\d.]+/, with: "\"seconds\": 0")
  }

  @Test(arguments: GuidePage.pages)
  func `Every link of a page leads somewhere`(page: GuidePage) throws {
    let folder = Repository.root.appending(path: page.path).deletingLastPathComponent()
    for match in try Repository.text(page.path).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
      let target = folder.appending(path: String(match.1)).standardizedFileURL
      #expect(
        FileManager.default.fileExists(atPath: target.path), "\(page.path) links to \(match.1)")
    }
  }
}

/// A folder with the pipelines and the sample data in it, to run commands in.
struct Playground {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sluice-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["pipelines", "sample-data", "docs"] {
      try FileManager.default.copyItem(
        at: Repository.root.appending(path: name), to: folder.appending(path: name))
    }
  }

  func write(_ text: String, to name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// What a command prints on a terminal that cannot repaint lines.
  func run(_ command: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    // A test of another suite ignores SIGPIPE, which a shell would inherit: `zcat … | head` complained then.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "--default-signal=PIPE", "script", "-qec", "stty cols 110; " + command, "/dev/null",
    ]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = Self.binaries + ":" + (environment["PATH"] ?? "")
    environment["LC_ALL"] = "C.UTF-8"
    environment["SHELL"] = "/bin/bash"
    environment["TERM"] = "dumb"
    environment["NO_COLOR"] = "1"
    process.environment = environment
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: printed, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Where the build put `sluice`.
  static let binaries = Repository.root.appending(path: ".build/debug").path
}
