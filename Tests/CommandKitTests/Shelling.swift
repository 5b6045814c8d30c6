import Foundation

/// Other programs that check what is rendered here.
enum Program {
  /// Its path; nil where it is not installed.
  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(
      separator: ":")
    return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
  }

  /// Runs it with a text on stdin.
  static func run(
    _ name: String, _ arguments: [String], input: String = "", in folder: URL? = nil,
  ) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path(name) ?? "/usr/bin/\(name)")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipes = (Pipe(), Pipe(), Pipe())
    process.standardInput = pipes.0
    process.standardOutput = pipes.1
    process.standardError = pipes.2
    try process.run()
    try pipes.0.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try pipes.0.fileHandleForWriting.close()
    let output = pipes.1.fileHandleForReading.readDataToEndOfFile()
    let errors = pipes.2.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: output, as: UTF8.self),
      String(decoding: errors, as: UTF8.self)
    )
  }
}

/// A folder with three recipes, one of them with a space, a note, a log and a folder; removed at
/// the end.
func withGrainFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("mill-\(UUID().uuidString)")
  try FileManager.default.createDirectory(
    at: folder.appendingPathComponent("recipes"), withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  for name in ["rye.yaml", "spelt.yml", "note.txt", "rye bread.yaml", "last.log"] {
    try Data().write(to: folder.appendingPathComponent(name))
  }
  return try body(folder)
}
