import Foundation

/// An empty folder to run commands in, gone with the test.
final class Sandbox {
  struct Outcome {
    var code: Int32
    var output: String
    var errors: String
  }

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "sluice-case-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "tmp"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// A process that is ready to start, without a terminal, and with `sluice` in its path.
  func process(_ script: String) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": Self.binaries + ":/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
      "HOME": folder.path, "TMPDIR": folder.appending(path: "tmp").path,
    ]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  func run(_ script: String) throws -> Outcome {
    let streams = try Sandbox()
    let output = streams.folder.appending(path: "output")
    let errors = streams.folder.appending(path: "errors")
    for file in [output, errors] { try Data().write(to: file) }
    let process = process(script)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: try streams.text("output"),
      errors: try streams.text("errors"))
  }

  /// Every regular file with its bytes, by its path from the folder; `tmp/` is left out.
  func files() throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      if name.hasPrefix("tmp/") { continue }
      let url = folder.appending(path: name)
      let kind = try FileManager.default.attributesOfItem(atPath: url.path)[.type]
      if kind as? FileAttributeType == .typeRegular { found[name] = try Data(contentsOf: url) }
    }
    return found
  }

  /// A file as text: decompressed where it is gzip, else as it is.
  func shown(_ name: String, _ bytes: Data) throws -> String {
    guard bytes.starts(with: [0x1f, 0x8b]) else { return String(decoding: bytes, as: UTF8.self) }
    return try run("gzip -dc '\(name)'").output
  }

  /// Where the build put `sluice`: beside the tests.
  static let binaries: String = {
    let build = CaseFolder.root.appending(path: ".build/debug").resolvingSymlinksInPath()
    let running = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = running.appending(path: "sluice").path
    return FileManager.default.isExecutableFile(atPath: beside) ? running.path : build.path
  }()
}
