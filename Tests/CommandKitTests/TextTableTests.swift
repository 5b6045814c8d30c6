import CommandKit
import Testing

@Suite("Tables")
struct TextTableTests {
  private var table: TextTable {
    var table = TextTable([.init("stage"), .init("rows", .right), .init("note")])
    table.append(["filter", "1,204,001", "where a|b"])
    table.append(["漢字", "7"])
    table.append(["dedupe", "903,120", "ends\nhere", "dropped"])
    return table
  }

  @Test("columns line up on the side they were told, also with wide letters")
  func plain() {
    #expect(
      table.plain() == """
        stage        rows  note
        filter  1,204,001  where a|b
        漢字            7
        dedupe    903,120  ends\\nhere

        """)
  }

  @Test("the widest columns give way to a narrow terminal, those with numbers last")
  func narrow() {
    for width in [16, 20, 24] {
      for line in table.plain(width: width).split(separator: "\n") {
        #expect(DisplayWidth.of(line) <= width)
      }
    }
    #expect(
      table.plain(width: 20) == """
        sta…      rows  note
        fil…  1,204,0…  whe…
        漢字         7
        ded…   903,120  end…

        """)
  }

  @Test("a column's own limit cuts its cells")
  func limit() {
    var table = TextTable([.init("text", maximumWidth: 4)])
    table.append(["abcdef"])
    #expect(table.plain() == "text\nabc…\n")
  }

  @Test("the Markdown form escapes bars and marks right columns")
  func markdown() {
    #expect(
      table.markdown == """
        | stage | rows | note |
        | --- | ---: | --- |
        | filter | 1,204,001 | where a\\|b |
        | 漢字 | 7 |  |
        | dedupe | 903,120 | ends\\nhere |

        """)
  }
}
