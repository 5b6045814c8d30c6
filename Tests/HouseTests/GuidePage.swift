import Foundation
import Testing

/// A page of prose whose files and commands are real: it is played in a folder of its own.
///
/// A fenced block after `<!-- file: NAME -->` is written to that file. In a `console` block each line
/// that begins with `$ ` is a command, run by bash with `sluice` in its path; what follows, up to the
/// next command, is what it prints, on both streams.
struct GuidePage: Sendable, CustomTestStringConvertible {
  struct Command: Sendable {
    let line: Int
    let text: String
    let expected: String
  }

  enum Step: Sendable {
    case file(name: String, text: String)
    case command(Command)
  }

  /// From the repository's root.
  let path: String
  var testDescription: String { path }

  static let pages: [GuidePage] = {
    let folder = Repository.root.appending(path: "docs/guide")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return ["README.md"].map(GuidePage.init)
      + names.filter { $0.hasSuffix(".md") }.sorted().map { GuidePage(path: "docs/guide/" + $0) }
  }()

  func steps() throws -> [Step] {
    var steps: [Step] = []
    var file: String?
    var block: (language: String, start: Int, lines: [String])?
    for (index, line) in try Repository.text(path).components(separatedBy: "\n").enumerated() {
      if let open = block {
        guard line.hasPrefix("```") else {
          block?.lines.append(line)
          continue
        }
        if let name = file {
          steps.append(.file(name: name, text: open.lines.map { $0 + "\n" }.joined()))
          file = nil
        } else if open.language == "console" {
          steps += Self.commands(open.lines, from: open.start).map(Step.command)
        }
        block = nil
      } else if line.hasPrefix("```") {
        block = (String(line.dropFirst(3)), index + 2, [])
      } else if let match = line.firstMatch(of: /^<!-- file: (\S+) -->$/) {
        file = String(match.1)
      }
    }
    return steps
  }

  private static func commands(_ lines: [String], from start: Int) -> [Command] {
    var commands: [Command] = []
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("$ ") {
        commands.append(Command(line: start + index, text: String(line.dropFirst(2)), expected: ""))
      } else if let last = commands.popLast() {
        commands.append(
          Command(line: last.line, text: last.text, expected: last.expected + line + "\n"))
      }
    }
    return commands
  }

  /// Writes the page anew with what its commands really printed, in their order.
  func record(_ printed: [String]) throws {
    var printed = printed[...]
    var lines: [String] = []
    var isConsole = false
    for line in try Repository.text(path).components(separatedBy: "\n") {
      if line.hasPrefix("```") { isConsole = line == "```console" }
      if !isConsole || line.hasPrefix("```") {
        lines.append(line)
      } else if line.hasPrefix("$ ") {
        lines.append(line)
        lines += (printed.popFirst() ?? "").split(separator: "\n", omittingEmptySubsequences: false)
          .dropLast().map(String.init)
      }
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: Repository.root.appending(path: path))
  }
}
