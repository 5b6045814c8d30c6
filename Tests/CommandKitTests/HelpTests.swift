import CommandKit
import Testing

@Suite("Help")
struct HelpTests {
  @Test("the help of a verb shows examples first and aligns what follows")
  func verb() {
    #expect(
      HelpText(sample, width: 80).text(for: sample.command("run")) == """
        Grind recipes into flour.

        Usage: mill run [RECIPE...] [options]

        Examples:
          mill run recipes/            grind all recipes of a folder
          mill run --dry-run rye.yaml  see what would come out

        Recipes are ground in the order given; a folder stands for all recipes in it.

        Arguments:
          [RECIPE...]  A recipe or a folder of them.

        Options:
          -m, --memory SIZE     How much may be held. [default: 256MiB]
          -n, --limit N         Stop after this many sacks.
              --set NAME=VALUE  Give a variable a value. May be repeated.
              --as GRADE        The grade to grind. One of: fine, coarse, whole.
                                [default: fine]
              --out FOLDER      Where sacks go.
              --report[=FILE]   Write a report, on stdout unless a file is named.
          -d, --dry-run         Do everything but "fill" the sack; it's a [rehearsal]:
                                no dust.

        Global options:
          -h, --help      Print this help and stop.
              --version   Print the version and stop.
          -q, --quiet     Print errors only.
              --no-color  Print without colour.
              --log LOG   Write messages to a file too.

        Exit codes:
          0  all is well
          1  finished, but more rows were rejected than is tolerated
          2  a mistake in the options or in a pipeline; nothing was read
          3  an input is broken or unreadable, or output cannot be written

        """)
  }

  @Test("the help of the tool lists its verbs and leaves the hidden one out")
  func tool() {
    #expect(
      HelpText(sample, width: 80).text(for: nil) == """
        mill 1.2.0: Turns grain into flour.

        Usage: mill VERB [options]

        Examples:
          mill run rye.yaml  grind one recipe

        Verbs:
          run          Grind recipes into flour.
          weigh        Weigh one sack.
          completions  Print a completion script for a shell.
          help         Print help for the tool or for one verb.
          version      Print the version.

        Options:
          -h, --help      Print this help and stop.
              --version   Print the version and stop.
          -q, --quiet     Print errors only.
              --no-color  Print without colour.
              --log LOG   Write messages to a file too.

        mill help VERB explains a verb.

        """)
  }

  @Test("no line is wider than the terminal, unless one word is", arguments: [40, 60, 80, 100])
  func width(width: Int) {
    let help = HelpText(sample, width: width)
    for command in [nil, "run", "help"].map({ $0.flatMap(sample.command) }) {
      for line in help.text(for: command).split(separator: "\n") where !line.hasPrefix("  mill ") {
        let isUsage = line.hasPrefix("Usage:")
        #expect(isUsage || DisplayWidth.of(line) <= width, "\(line)")
      }
    }
  }

  @Test("colour adds sequences and nothing else")
  func colour() {
    let colored = HelpText(sample, style: Style(isOn: true)).text(for: sample.command("run"))
    #expect(colored.contains("\u{1B}[1mUsage:\u{1B}[22m"))
    let bare = colored.replacing(#/\u{1B}\[[0-9]+m/#, with: "")
    #expect(bare == HelpText(sample).text(for: sample.command("run")))
  }

  @Test("every exit code has its own number and a meaning")
  func exitCodes() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 70, 130, 143])
    #expect(Set(ExitCode.allCases.map(\.meaning)).count == ExitCode.allCases.count)
    #expect(ExitCode(signal: 2) == .interrupted)
    #expect(ExitCode(signal: 15) == .terminated)
    #expect(ExitCode(signal: 9) == nil)
  }
}
