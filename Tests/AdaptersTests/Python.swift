import Foundation

/// The independent implementation that the wrapped libraries are compared with.
enum Python {
  struct Failure: Error {
    var status: Int32
    var script: String
  }

  /// Runs a script and returns what it writes; `input` is its standard input.
  static func run(
    _ script: String, _ arguments: [String] = [], input: [UInt8] = []
  ) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let inputPath = try folder.write("input", input)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: inputPath))
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(status: process.terminationStatus, script: script)
    }
    return [UInt8](bytes)
  }
}
