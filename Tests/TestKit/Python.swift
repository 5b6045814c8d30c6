import Foundation

/// The independent implementation that ours are compared with.
public enum Python {
  public struct Failure: Error {
    public var status: Int32
    public var script: String
  }

  /// Runs a script with `question` as JSON on its standard input, and decodes the JSON that it prints.
  public static func ask<Answer: Decodable>(
    _ script: String, _ question: some Encodable, as type: Answer.Type = Answer.self
  ) throws -> Answer {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-python-\(UUID().uuidString).json")
    try JSONEncoder().encode(question).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let process = Process()
    process.executableURL = interpreter
    process.arguments = ["-c", "import json,sys\nquestion=json.load(sys.stdin)\n" + script]
    process.standardInput = try FileHandle(forReadingFrom: path)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(status: process.terminationStatus, script: script)
    }
    return try JSONDecoder().decode(Answer.self, from: bytes)
  }

  /// That of the environment which `scripts/setup --tests` makes, whatever the PATH has.
  private static let interpreter = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".build/venv/bin/python")
}
