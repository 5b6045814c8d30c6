import Foundation
import Synchronization
import Testing

@testable import CommandKit

@Suite("Terminals")
struct TerminalTests {
  private func terminal(
    _ environment: [String: String], noColor: Bool = false, isTerminal: Bool = true,
    columns: Int? = 120,
  ) -> Terminal {
    Terminal(
      .error, noColor: noColor, isTerminal: isTerminal, columns: columns,
      environment: { environment[$0] })
  }

  @Test("colour is off for pipes, dumb terminals, NO_COLOR and --no-color")
  func colour() {
    #expect(terminal(["TERM": "xterm"]).style.isOn)
    #expect(terminal(["NO_COLOR": ""]).style.isOn)
    #expect(!terminal(["NO_COLOR": "1"]).style.isOn)
    #expect(!terminal(["TERM": "dumb"]).style.isOn)
    #expect(!terminal([:], noColor: true).style.isOn)
    #expect(!terminal([:], isTerminal: false).style.isOn)
  }

  @Test("COLUMNS wins over the terminal, which wins over 80")
  func width() {
    #expect(terminal([:]).width == 120)
    #expect(terminal(["COLUMNS": "60"]).width == 60)
    #expect(terminal(["COLUMNS": "wide"]).width == 120)
    #expect(terminal(["COLUMNS": "3"]).width == 20)
    #expect(terminal([:], columns: nil).width == 80)
    #expect(terminal([:], isTerminal: false).width == 80)
    #expect(terminal([:], columns: 0).width == 80)
  }

  @Test("styles nest and leave nothing behind when off")
  func styles() {
    let on = Style(isOn: true)
    #expect(on.red("a\(on.bold("b"))c") == "\u{1B}[31ma\u{1B}[1mb\u{1B}[22mc\u{1B}[39m")
    #expect(on.dim("") == "")
    #expect(Style.plain.red(Style.plain.bold("b")) == "b")
  }

  @Test("an environment variable is read, and one that is not set is absent")
  func environment() {
    #expect(Environment.value("PATH") == ProcessInfo.processInfo.environment["PATH"])
    #expect(Environment.value("SLUICE_TEST_NOT_SET") == nil)
  }

  @Test("the line of progress tells rows, bytes, speed and what is left")
  func progressText() {
    #expect(
      CommandKit.Progress.text(
        rows: 12_345_678, bytes: 1_200_000_000, totalBytes: 3_400_000_000,
        elapsed: .milliseconds(1478))
        == "  12.3M rows  1.2 GB/3.4 GB  812 MB/s  00:02 left")
    #expect(
      CommandKit.Progress.text(rows: 1, bytes: 10, totalBytes: nil, elapsed: .seconds(1))
        == "  1 row  10 B  10 B/s")
    #expect(
      CommandKit.Progress.text(rows: 0, bytes: 0, totalBytes: 100, elapsed: .zero)
        == "  0 rows  0 B/100 B")
  }

  @Test("progress repaints at most ten times a second, fits the line and clears itself")
  func progressPainting() {
    let painted = Painted()
    let start = ContinuousClock.now
    var progress = CommandKit.Progress(
      on: Terminal(stream: .error, isTerminal: true, width: 20, canRepaint: true),
      started: start, paint: { painted.append($0) })
    progress.clear()
    for millisecond in 0..<1000 {
      progress.update(
        rows: 1, bytes: 1, totalBytes: 2, now: start.advanced(by: .milliseconds(millisecond)))
    }
    progress.clear()
    progress.clear()
    #expect(painted.texts.count == 11)
    #expect(painted.texts.last == "\r\u{1B}[K")
    #expect(painted.texts.allSatisfy { $0.count <= 19 + 4 })
  }

  @Test("progress is silent where nobody looks")
  func silentProgress() {
    let painted = Painted()
    var progress = CommandKit.Progress(
      on: Terminal(stream: .error, isTerminal: false), paint: { painted.append($0) })
    progress.update(rows: 1, bytes: 1, totalBytes: nil)
    progress.clear()
    #expect(painted.texts.isEmpty)
  }

  @Test("what a signal or a broken pipe means for the exit code")
  func outputErrors() {
    #expect(OutputError.closedByReader.exitCode == .clean)
    #expect(OutputError.closedByReader.message == nil)
    #expect(OutputError.failed(errno: ENOSPC).exitCode == .input)
    #expect(OutputError.failed(errno: ENOSPC).message == "cannot write: No space left on device")
  }
}

/// What a progress line has painted.
private final class Painted: Sendable {
  private let stored = Mutex<[String]>([])
  var texts: [String] { stored.withLock { $0 } }
  func append(_ text: String) { stored.withLock { $0.append(text) } }
}
