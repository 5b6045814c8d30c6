import CommandKit
import Foundation
import Testing

@Suite("Completions, in the shells themselves")
struct CompletionTests {
  /// What completion offers for the last word of a line; words are split as bash splits them.
  private func bash(_ words: [String]) throws -> [String] {
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      \(Shell.bash.completions(for: sample))
      COMP_WORDS=(mill \(list)); COMP_CWORD=\(words.count); _mill
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try withGrainFolder { try Program.run("bash", ["-u", "-c", script], in: $0) }
    #expect(result.errors == "")
    return result.output.split(separator: "\n").map { String($0) }.sorted()
  }

  @Test(
    "bash offers verbs, options, choices and files where each can stand",
    .enabled(if: Program.path("bash") != nil),
    arguments: [
      ([""], ["completions", "help", "run", "version", "weigh"]),
      (["r"], ["run"]),
      (["-q", "w"], ["weigh"]),
      (["--log", "x.log", "w"], ["weigh"]),
      (["--log", "=", "x.log", "w"], ["weigh"]),
      (["--l"], ["--log"]),
      (["run", "--m"], ["--memory"]),
      (["run", "--q"], ["--quiet"]),
      (["run", "--t"], []),
      (["--log", ""], ["last.log", "recipes"]),
      (["run", "--as", ""], ["coarse", "fine", "whole"]),
      (["run", "--as", "="], ["coarse", "fine", "whole"]),
      (["run", "--as", "=", "c"], ["coarse"]),
      (["run", "--out", ""], ["recipes"]),
      (["run", "--memory", ""], []),
      (["run", ""], ["recipes", "rye bread.yaml", "rye.yaml", "spelt.yml"]),
      (["run", "rye.yaml", "s"], ["spelt.yml"]),
      (["run", "--report", "n"], []),
      (["run", "--report", "=", "n"], ["note.txt"]),
      (["run", "--", "-"], []),
      (["weigh", "n"], ["note.txt"]),
      (["weigh", "note.txt", ""], ["g", "kg"]),
      (["weigh", "note.txt", "kg", ""], []),
      (["completions", ""], ["bash", "fish", "zsh"]),
      (["help", "w"], ["weigh"]),
      (["unknown", ""], []),
    ])
  func bashCompletes(words: [String], expected: [String]) throws {
    #expect(try bash(words) == expected)
  }

  @Test("zsh reads its script", .enabled(if: Program.path("zsh") != nil))
  func zshSyntax() throws {
    let script = Shell.zsh.completions(for: sample)
    let result = try Program.run("zsh", ["-n"], input: script)
    #expect(result.status == 0)
    #expect(result.errors == "")
  }

  /// Types a line and Tab into an interactive zsh on a pseudo terminal.
  ///
  /// - Returns: all that is on its screen once `fragment` has come; nothing when it does not in 30
  ///   seconds.
  private func zsh(_ line: String, until fragment: String) throws -> String {
    try withGrainFolder { folder in
      try Shell.zsh.completions(for: sample).write(
        to: folder.appendingPathComponent("mill.zsh"), atomically: true, encoding: .utf8)
      let script = """
        zmodload zsh/zpty
        zpty z env TERM=dumb zsh -f -i
        zpty -w z 'PS1=; autoload -U compinit; compinit -u -D; source ./mill.zsh'
        zpty -w z 'bindkey "^I" list-choices; print REA""DY'
        zpty -r z seen '*READY*'
        zpty -w -n z '\(line)'$'\\t'
        zpty -r z seen '*\(fragment)*' && print -r -- "$seen"
        zpty -d z
        """
      return try Program.run("timeout", ["30", "zsh", "-f", "-c", script], in: folder).output
    }
  }

  @Test(
    "zsh offers verbs, options and choices with their docs",
    .enabled(if: Program.path("zsh") != nil),
    arguments: [
      ("mill ", ["Grind recipes into flour."], "Print the version."),
      (
        "mill run --", ["--memory", "--quiet", "it's a [rehearsal]"], "Print the version and stop."
      ),
      ("mill run --as ", ["coarse", "fine"], "whole"),
      ("mill completions ", ["bash", "fish"], "zsh"),
    ])
  func zshCompletes(line: String, offered: [String], last: String) throws {
    let seen = try zsh(line, until: last)
    for text in offered {
      #expect(seen.contains(text), "\(text) in \(seen)")
    }
    #expect(seen.contains(last))
    #expect(!seen.contains("Grease") && !seen.contains("trace"))
  }

  private func fish(_ line: String) throws -> [String] {
    let script = Shell.fish.completions(for: sample) + "\ncomplete -C '\(line)'\n"
    let result = try withGrainFolder { try Program.run("fish", ["-N"], input: script, in: $0) }
    #expect(result.errors == "")
    return result.output.split(separator: "\n")
      .map { String($0.split(separator: "\t", maxSplits: 1)[0]) }.sorted()
  }

  @Test(
    "fish offers verbs, options, choices and files where each can stand",
    .enabled(if: Program.path("fish") != nil),
    arguments: [
      ("mill ", ["completions", "help", "run", "version", "weigh"]),
      ("mill -q r", ["run"]),
      ("mill run --m", ["--memory"]),
      ("mill run --q", ["--quiet"]),
      ("mill run --as ", ["coarse", "fine", "whole"]),
      ("mill run --as=c", ["--as=coarse"]),
      ("mill run --memory ", []),
      ("mill run --out ", ["recipes/"]),
      ("mill run s", ["spelt.yml"]),
      ("mill run rye", ["rye bread.yaml", "rye.yaml"]),
      ("mill run r", ["recipes/", "rye bread.yaml", "rye.yaml"]),
      ("mill --log ", ["last.log", "recipes/"]),
      ("mill --log=l", ["--log=last.log"]),
      ("mill run --report=n", ["--report=note.txt"]),
      ("mill completions ", ["bash", "fish", "zsh"]),
      ("mill weigh n", ["note.txt"]),
    ])
  func fishCompletes(line: String, expected: [String]) throws {
    #expect(try fish(line) == expected)
  }
}
