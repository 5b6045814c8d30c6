import Foundation
import Testing

/// A run that is stopped in the middle, whatever stops it, leaves what stood there before.
@Suite struct InterruptionTests {
  /// A pipeline whose input is a named pipe: the run is in the middle for as long as the test holds it open.
  struct HalfwayRun {
    let sandbox: Sandbox
    let process: Process
    let input: FileHandle
    let errors: URL

    static let old = "what an earlier run left\n"
    static let outputs = [
      "people.ndjson", "people.ndjson.manifest.json", "people.ndjson.rejects.ndjson",
    ]

    init() throws {
      sandbox = try Sandbox()
      errors = sandbox.folder.appending(path: "tmp/errors")
      try sandbox.write(
        """
        inputs:
          people: { path: people.pipe, format: csv, types: { at: timestamp } }
        output: { identify: { userId: id, timestamp: at }, file: out/people.ndjson }

        """, to: "p.yaml")
      let before = try sandbox.run("mkdir out && mkfifo people.pipe")
      #expect(before.code == 0)
      for name in Self.outputs { try sandbox.write(Self.old, to: "out/" + name) }
      // The threads of a test take no signals, and what they start inherits that.
      process = sandbox.process(
        """
        exec python3 -c 'import os, signal
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execvp("sluice", ["sluice", "run", "p.yaml", "--jobs", "2"])'
        """)
      try Data().write(to: errors)
      process.standardError = try FileHandle(forWritingTo: errors)
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      // Opening waits for the reader.
      input = try FileHandle(forWritingTo: sandbox.folder.appending(path: "people.pipe"))
      try input.write(contentsOf: Data("id,at,note\n".utf8))
      let rows = (0..<30_000).map { "p\($0),2025-01-15 10:30:00,\($0 % 7 == 0 ? "\"x\"y" : "n")\n" }
      try input.write(contentsOf: Data(rows.joined().utf8))
    }

    /// Bytes of the files that have no final name yet.
    func unpublishedBytes() throws -> Int {
      try sandbox.files().filter { $0.key.hasPrefix("out/.") }.reduce(0) { $0 + $1.value.count }
    }

    /// Waits until some output has been written.
    func waitForOutput() throws {
      let deadline = Date.now + 30
      while try unpublishedBytes() == 0 {
        try #require(process.isRunning && Date.now < deadline, "the run writes as it reads")
        Thread.sleep(forTimeInterval: 0.01)
      }
    }

    func expectUntouched() throws {
      for name in Self.outputs { #expect(try sandbox.text("out/" + name) == Self.old) }
    }
  }

  @Test func `Killed, it leaves the earlier output whole, and the next run clears up`() throws {
    let run = try HalfwayRun()
    try run.waitForOutput()
    kill(run.process.processIdentifier, SIGKILL)
    run.process.waitUntilExit()
    #expect(run.process.terminationReason == .uncaughtSignal)
    try run.expectUntouched()
    #expect(try run.unpublishedBytes() > 0)

    let again = try run.sandbox.run(
      "rm people.pipe; printf 'id,at\\na,2025-01-15\\n' > people.pipe; sluice run p.yaml")
    #expect(again.code == 0, "\(again.errors)")
    #expect(try run.unpublishedBytes() == 0)
    #expect(try run.sandbox.text("out/people.ndjson").hasPrefix("{\"type\":\"identify\""))
    #expect(!run.sandbox.exists("out/people.ndjson.rejects.ndjson"), "rejects of an older run")
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `Asked to stop, it says so and leaves nothing behind`(signal: Int32) throws {
    let run = try HalfwayRun()
    try run.waitForOutput()
    kill(run.process.processIdentifier, signal)
    // The mark is looked at between batches; more input lets the run go on to the next.
    try run.input.write(contentsOf: Data(String(repeating: "q,2025-01-15,n\n", count: 2000).utf8))
    try run.input.close()
    run.process.waitUntilExit()
    #expect(run.process.terminationReason == .exit)
    #expect(run.process.terminationStatus == 128 + signal)
    try run.expectUntouched()
    #expect(try run.unpublishedBytes() == 0)
    #expect(
      try String(contentsOf: run.errors, encoding: .utf8)
        == "sluice: interrupted; nothing was published\n")
  }
}
