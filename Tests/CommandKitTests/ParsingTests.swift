import CommandKit
import Testing

@Suite("Reading a command line")
struct ParsingTests {
  @Test("options are found in every spelling, before and after the words")
  func spellings() throws {
    let lines: [[String]] = [
      ["run", "--memory", "1GiB", "-q", "a.yaml"], ["run", "--memory=1GiB", "--quiet", "a.yaml"],
      ["--quiet", "run", "a.yaml", "-m", "1GiB"], ["-q", "run", "-m1GiB", "a.yaml"],
      ["run", "-qm=1GiB", "a.yaml"], ["run", "-qm", "1GiB", "--", "a.yaml"],
      ["run", "--memory", "2MB", "-q", "--memory", "1GiB", "a.yaml"],
    ]
    for line in lines {
      let invocation = try sample.parse(line)
      #expect(invocation.action == .perform)
      #expect(invocation.command?.name == "run")
      #expect(invocation.flag("quiet"))
      #expect(invocation.value("memory") == "1GiB")
      #expect(invocation.byteCount("memory") == 1 << 30)
      #expect(invocation.positionals == ["a.yaml"], "\(line)")
    }
  }

  @Test("what is not given has its default, or is absent")
  func defaults() throws {
    let invocation = try sample.parse(["run"])
    #expect(!invocation.flag("quiet"))
    #expect(!invocation.flag("memory"))
    #expect(invocation.byteCount("memory") == 256 << 20)
    #expect(invocation.value("limit") == nil)
    #expect(invocation.count("limit") == nil)
    #expect(invocation.values("set").isEmpty)
    #expect(invocation.positionals.isEmpty)
  }

  @Test("a repeated option keeps all its values in order, split at the first equals sign")
  func repeating() throws {
    let invocation = try sample.parse(["run", "--set", "a=1", "--set=b=x=y", "--set", "c="])
    #expect(invocation.values("set") == ["a=1", "b=x=y", "c="])
    #expect(invocation.assignments("set").map(\.name) == ["a", "b", "c"])
    #expect(invocation.assignments("set").map(\.value) == ["1", "x=y", ""])
  }

  @Test("an optional value is taken after an equals sign only")
  func optionalValue() throws {
    let bare = try sample.parse(["run", "--report", "a.yaml"])
    #expect(bare.value("report") == "-")
    #expect(bare.positionals == ["a.yaml"])
    #expect(try sample.parse(["run", "--report=r.json"]).value("report") == "r.json")
    #expect(try sample.parse(["run"]).value("report") == nil)
  }

  @Test("a dash alone is a word, and so is everything after two dashes")
  func dashes() throws {
    #expect(
      try sample.parse(["run", "-", "--", "-q", "--", "--help"]).positionals
        == ["-", "-q", "--", "--help"])
    #expect(try sample.parse(["run", "--report=-"]).value("report") == "-")
    #expect(try sample.parse(["--log", "-", "run"]).value("log") == "-")
  }

  @Test("help and version are understood wherever they stand")
  func helpAndVersion() throws {
    #expect(try sample.parse([]).action == .missingVerb)
    #expect(try sample.parse(["-q"]).action == .missingVerb)
    for line in [["--help"], ["help"], ["-qh"], ["--nonsense", "-h"]] {
      let invocation = try sample.parse(line)
      #expect(invocation.action == .help)
      #expect(invocation.command == nil)
    }
    for line in [
      ["help", "run"], ["run", "--help"], ["run", "--limit", "x", "-h"], ["-h", "run"],
    ] {
      let invocation = try sample.parse(line)
      #expect(invocation.action == .help)
      #expect(invocation.command?.name == "run", "\(line)")
    }
    #expect(try sample.parse(["weigh", "--help"]).command?.name == "weigh")
    #expect(try sample.parse(["help", "--help"]).command?.name == "help")
    #expect(try sample.parse(["--version"]).action == .version)
    #expect(try sample.parse(["version", "-q"]).flag("quiet"))
    #expect(try sample.parse(["grease"]).action == .perform)
  }

  @Test(
    "a mistake says what was found and what to type instead",
    arguments: [
      ("rum", "CLI101: unknown verb \"rum\"", "did you mean run?"),
      (
        "frobnicate --help", "CLI101: unknown verb \"frobnicate\"",
        "choose from run, weigh, completions, help, version"
      ),
      ("help rnu", "CLI101: unknown verb \"rnu\"", "did you mean run?"),
      ("run --memry 1", "CLI102: unknown option \"--memry\" for run", "did you mean --memory?"),
      ("run -x", "CLI102: unknown option \"-x\" for run", "mill run --help lists the options"),
      (
        "weigh --memory=1", "CLI102: unknown option \"--memory\" for weigh",
        "it is an option of mill run"
      ),
      (
        "--tare weigh s", "CLI102: unknown option \"--tare\"",
        "write it after the verb: mill weigh --tare"
      ),
      (
        "run --tracee", "CLI102: unknown option \"--tracee\" for run",
        "mill run --help lists the options"
      ),
      ("run --limit", "CLI103: --limit needs a value", "write --limit N"),
      (
        "run --out --quiet", "CLI103: --out needs a value, but the option \"--quiet\" follows",
        "for a value that begins with a dash, write --out=--quiet"
      ),
      ("run --quiet=yes", "CLI104: --quiet takes no value", "write --quiet alone"),
      ("run -q=yes", "CLI104: -q takes no value", "write -q alone"),
      ("run --limit many", "CLI105: --limit \"many\": expected a whole number, 0 or more", nil),
      ("run -n -5", "CLI105: -n \"-5\": expected a whole number, 0 or more", nil),
      (
        "run -n 99999999999999999999",
        "CLI105: -n \"99999999999999999999\": the number is too large", nil
      ),
      (
        "run --as corse", "CLI105: --as \"corse\": expected one of fine, coarse, whole",
        "did you mean coarse?"
      ),
      ("run --as x", "CLI105: --as \"x\": expected one of fine, coarse, whole", nil),
      (
        "run --memory 2G", "CLI105: --memory \"2G\": unknown unit \"G\"",
        "write GiB for powers of 1024, GB for powers of 1000"
      ),
      ("run --set =1", "CLI105: --set \"=1\": expected NAME=VALUE", nil),
      ("run --out=", "CLI105: --out \"\": the path is empty", nil),
      ("weigh", "CLI106: weigh needs SACK", "usage: mill weigh SACK [g|kg] [options]"),
      (
        "weigh a kg b", "CLI107: weigh takes no further argument: \"b\"",
        "usage: mill weigh SACK [g|kg] [options]"
      ),
      ("weigh a lb", "CLI105: g|kg \"lb\": expected one of g, kg", nil),
      (
        "completions", "CLI106: completions needs bash|zsh|fish",
        "usage: mill completions bash|zsh|fish"
      ),
    ] as [(String, String, String?)])
  func mistakes(line: String, message: String, hint: String?) {
    let error = #expect(throws: UsageError.self) {
      try sample.parse(line.split(separator: " ").map { String($0) })
    }
    #expect(error.map { "\($0.code.rawValue): \($0.message)" } == message)
    #expect(error?.hint == hint)
  }

  @Test("a mistake cannot write control characters to the terminal")
  func controls() {
    let error = #expect(throws: UsageError.self) { try sample.parse(["\u{1B}[31mrun\n"]) }
    #expect(
      error?.text() == """
        error CLI101: unknown verb "\\u{1B}[31mrun\\n"
          hint: choose from run, weigh, completions, help, version

        """)
  }

  @Test("the declaration of the sample is sound, and a broken one says why")
  func declarations() {
    #expect(sample.declarationMistakes.isEmpty)
    let broken = CommandLineTool(
      "mill", version: "1", summary: "no stop",
      globalOptions: [.help],
      commands: [
        Command(
          "run", summary: "Run.",
          arguments: [
            Argument(.file("A"), .any, "One."), Argument(.file("B"), .one, "Two."),
          ],
          options: [
            .flag("help", "Again."), .single("size", .byteCount(), "Size.", default: "many"),
          ],
          examples: [CommandExample("grind", "wrong name")]),
        Command("run", summary: "Again."),
      ])
    #expect(
      broken.declarationMistakes == [
        "verb run is declared twice",
        "mill: summary is not a sentence",
        "mill run: --help is declared twice",
        "mill run: default of --size is refused by its own rule",
        "mill run: only the last argument may repeat",
        "mill run: B is required after one that is not",
        "mill run: example \"grind\" does not use mill",
      ])
  }
}
