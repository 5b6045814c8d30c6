import CommandKit

/// A tool small enough to print whole, with one of each thing that can be declared.
let sample = CommandLineTool(
  "mill", version: "1.2.0", summary: "Turns grain into flour.",
  globalOptions: [
    .help, .version,
    .flag("quiet", short: "q", "Print errors only."),
    .flag("no-color", "Print without colour."),
    .single("log", .file("LOG", extensions: ["log"]), "Write messages to a file too."),
  ],
  commands: [
    Command(
      "run", summary: "Grind recipes into flour.",
      discussion: "Recipes are ground in the order given; a folder stands for all recipes in it.",
      arguments: [
        Argument(
          .file("RECIPE", extensions: ["yaml", "yml"]), .any, "A recipe or a folder of them.")
      ],
      options: [
        .single("memory", short: "m", .byteCount(), "How much may be held.", default: "256MiB"),
        .single("limit", short: "n", .count(), "Stop after this many sacks."),
        .repeating("set", .assignment(), "Give a variable a value."),
        .single(
          "as", .choice(["fine", "coarse", "whole"], "GRADE"), "The grade to grind.",
          default: "fine"),
        .single("out", .directory(), "Where sacks go."),
        .optional(
          "report", .file(), bare: "-", "Write a report, on stdout unless a file is named."),
        .flag(
          "dry-run", short: "d", "Do everything but \"fill\" the sack; it's a [rehearsal]: no dust."
        ),
        .flag("trace", "For the miller's own eyes.", isHidden: true),
      ],
      examples: [
        CommandExample("mill run recipes/", "grind all recipes of a folder"),
        CommandExample("mill run --dry-run rye.yaml", "see what would come out"),
      ],
      exitCodes: [.clean, .rowsRejected, .usage, .input]),
    Command(
      "weigh", summary: "Weigh one sack.",
      arguments: [
        Argument(.file("SACK"), .one, "The sack."),
        Argument(.choice(["g", "kg"]), .optional, "The unit."),
      ],
      options: [.flag("tare", "Leave out the sack itself.")]),
    Command("grease", summary: "Grease the stones.", isHidden: true),
    .completions(examples: [CommandExample("mill completions fish", "for fish")]),
    .help, .version,
  ],
  examples: [CommandExample("mill run rye.yaml", "grind one recipe")])
