import CommandKit
import Foundation
import Testing

/// One process has one stdout and one set of handlers, so each of these runs in a process of its
/// own.
@Suite("Standard streams and signals")
struct StreamTests {
  @Test("a reader that goes away is told apart from a failure")
  func brokenPipe() async {
    await #expect(processExitsWith: .exitCode(42)) {
      Signals.install()
      try redirect(to: Pipe(), closingReader: true)
      do throws(OutputError) {
        try StandardStream.output.write("flour\n")
        exit(1)
      } catch {
        exit(error == .closedByReader ? 42 : 2)
      }
    }
  }

  @Test("a full disk is a failure with the system's words")
  func fullDisk() async {
    await #expect(processExitsWith: .exitCode(42)) {
      Signals.install()
      let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
      guard dup2(full.fileDescriptor, 1) == 1 else { exit(1) }
      do throws(OutputError) {
        try StandardStream.output.write("flour\n")
        exit(2)
      } catch {
        exit(error == .failed(errno: ENOSPC) && error.exitCode == .input ? 42 : 3)
      }
    }
  }

  @Test("a long text arrives whole through a slow, non-blocking pipe")
  func partialWrites() async {
    await #expect(processExitsWith: .exitCode(42)) {
      let pipe = Pipe()
      let text = String(repeating: "0123456789\n", count: 100_000)
      try redirect(to: pipe)
      guard fcntl(1, F_SETFL, O_NONBLOCK) == 0 else { exit(1) }
      let reader = pipe.fileHandleForReading
      let seen = Task.detached {
        var data = Data()
        while data.count < text.utf8.count, let more = try reader.read(upToCount: 5000) {
          data += more
        }
        return data
      }
      try StandardStream.output.write(text)
      exit(try await seen.value == Data(text.utf8) ? 42 : 2)
    }
  }

  @Test("the first request to stop is remembered, whichever it is")
  func signals() async {
    await #expect(processExitsWith: .exitCode(42)) {
      Signals.install()
      guard Signals.caught == nil, Signals.exitCode == nil else { exit(1) }
      send(SIGTERM)
      send(SIGINT)
      exit(Signals.caught == SIGTERM && Signals.exitCode == .terminated ? 42 : 2)
    }
  }

  @Test("a second Control-C ends the process at once")
  func secondInterrupt() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Signals.install()
      send(SIGINT)
      guard Signals.exitCode == .interrupted else { exit(1) }
      send(SIGINT)
    }
  }

  @Test("a signal that the parent ignores stays ignored, as nohup wants")
  func ignoredSignals() async {
    await #expect(processExitsWith: .exitCode(42)) {
      _ = signal(SIGINT, SIG_IGN)
      Signals.install()
      send(SIGINT)
      send(SIGINT)
      exit(Signals.caught == nil ? 42 : 1)
    }
  }
}

/// Points stdout at a pipe.
private func redirect(to pipe: Pipe, closingReader: Bool = false) throws {
  if closingReader { try pipe.fileHandleForReading.close() }
  dup2(pipe.fileHandleForWriting.fileDescriptor, 1)
}

/// Sends this process a signal and gives any of its threads that does not block it time to take it.
private func send(_ signal: Int32) {
  kill(getpid(), signal)
  usleep(200_000)
}
