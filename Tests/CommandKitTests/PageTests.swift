import CommandKit
import Foundation
import Testing

@Suite("Reference pages")
struct PageTests {
  @Test("the Markdown page has a section for each verb and escapes what would be markup")
  func markdown() {
    let page = MarkdownReference(sample).text
    #expect(
      page.hasPrefix(
        """
        # mill

        Turns grain into flour.

        ```sh
        mill VERB [options]
        ```

        ```sh
        # grind one recipe
        mill run rye.yaml
        ```

        | Verb | What it does |
        | --- | --- |
        | [`run`](#mill-run) | Grind recipes into flour. |

        """))
    #expect(
      page.contains(
        """
        ## mill weigh

        Weigh one sack.

        ```sh
        mill weigh SACK [g|kg] [options]
        ```

        | Argument | What it is |
        | --- | --- |
        | `SACK` | The sack. |
        | `[g\\|kg]` | The unit. |

        ### Options

        | Option | What it does | Default |
        | --- | --- | --- |
        | `--tare` | Leave out the sack itself. |  |

        Exit codes: `0` all is well; `2` a mistake in the options or in a pipeline; nothing was read.

        """))
    #expect(page.contains("| `-m`, `--memory SIZE` | How much may be held. | `256MiB` |"))
    #expect(!page.contains("grease") && !page.contains("trace"))
  }

  @Test(
    "the manual page is clean to groff and says what the help says",
    .enabled(if: Program.path("groff") != nil))
  func manPage() throws {
    let page = ManPage(sample).text
    let result = try Program.run(
      "groff", ["-ww", "-man", "-Tascii", "-P-c"], input: page)
    #expect(result.errors == "")
    let plain = result.output.replacing(#/.\x08/#, with: "")
    #expect(plain.contains("mill - Turns grain into flour"))
    #expect(plain.contains("-m, --memory SIZE"))
    #expect(plain.contains("it's a [rehearsal]: no dust."))
    #expect(!plain.contains("grease"))
  }

  @Test("the manual page spells out what roff would take for a request")
  func roffEscapes() {
    let tool = CommandLineTool(
      "mill", version: "1", summary: ".it's a \\trap-door.", globalOptions: [],
      commands: [Command("run", summary: "'Run' it.")])
    let page = ManPage(tool).text
    #expect(page.contains("mill \\- \\&.it\\(aqs a \\etrap\\-door\n"))
    #expect(page.contains("\n\\&\\(aqRun\\(aq it.\n"))
  }
}
